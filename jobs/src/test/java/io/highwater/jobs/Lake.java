package io.highwater.jobs;

import io.highwater.common.job.StepListener;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A directory with a configuration, a state and tables, and the commands that work on it. */
public final class Lake {
    private final Path directory;
    private final Path configuration;

    public Lake(Path directory) {
        this.directory = directory;
        this.configuration = directory.resolve("job.conf");
    }

    /** Writes the configuration of job {@code orders}, reading a database into {@code <lake>/orders}. */
    public Lake reading(TestDatabase database, String source, String more) {
        return configured(String.format("""
                source { type = jdbc, url = "%s", user = %s, password = "env:DB_PASSWORD", %s }
                target { path = "%s", key = [id] }
                %s
                """, database.url(), database.user(), source, table(), more));
    }

    /** Writes a configuration of job {@code orders} from its blocks other than the state. */
    public Lake configured(String blocks) {
        return written("job = orders\n" + blocks);
    }

    /** Writes a configuration from all of its blocks but the state. */
    public Lake written(String blocks) {
        String text = "highwater {\nstate.path = \"" + state() + "\"\n" + blocks + "\n}\n";
        try {
            Files.writeString(configuration, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    public CommandLineRun run(String command, String... arguments) {
        return run(step -> {}, command, arguments);
    }

    public CommandLineRun run(StepListener listener, String command, String... arguments) {
        return run(listener, Clock.systemUTC(), command, arguments);
    }

    /** By another clock than the machine's. */
    public CommandLineRun run(Clock clock, String command, String... arguments) {
        return run(step -> {}, clock, command, arguments);
    }

    private CommandLineRun run(StepListener listener, Clock clock, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--conf-file", configuration.toString()));
        all.addAll(List.of(arguments));
        return CommandLineRun.of(
                Map.of("DB_PASSWORD", "postgres", "MARIADB_PASSWORD", "admin", "H2_PASSWORD", "sesame"),
                listener,
                clock,
                all.toArray(String[]::new));
    }

    public Path table() {
        return directory.resolve("orders");
    }

    public Path configuration() {
        return configuration;
    }

    public Path state() {
        return directory.resolve("state");
    }

    /** The target's rows now. */
    public Dataset<Row> rows() {
        return TestSpark.session().read().format("delta").load(table().toString());
    }

    /** The first column of a query on the session, as text, in order. In it {@code {orders}} stands for the target. */
    public List<String> texts(String sql) {
        SparkSession session = TestSpark.session();
        String asked = sql.replace("{orders}", "delta.`" + table() + "`");
        return session.sql(ListedRows.inPlaceOfTables(session, asked)).collectAsList().stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Versions of the target, newest first, as DESCRIBE HISTORY tells them. */
    public List<Row> history() {
        return TestSpark.session()
                .sql("DESCRIBE HISTORY delta.`" + table() + "`")
                .collectAsList();
    }
}
