package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Makes the change events that tests keep below {@code src/test/resources/cdc}. */
final class RealEventsCapture {
    private RealEventsCapture() {}

    /**
     * @param arguments the directory that gets {@code debezium-postgresql} and {@code debezium-mariadb}
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Path.of(arguments[0]);
        new PostgresScenario(TestPostgres.server()).recordInto(directory.resolve("debezium-postgresql"));
        new MariaDbScenario(TestMariaDb.server()).recordInto(directory.resolve("debezium-mariadb"));
        // What watches over MariaDB's process would keep this one alive.
        System.exit(0);
    }
}
