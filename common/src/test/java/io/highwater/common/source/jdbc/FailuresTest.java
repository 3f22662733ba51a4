package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.config.Secret;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestH2;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();
    private static final TestMariaDb MARIADB = TestMariaDb.server();
    private static final String PASSWORD = "s3same-Open!";

    @BeforeAll
    static void createUsers() {
        POSTGRES.execute(
                "CREATE SCHEMA failures",
                "CREATE TABLE failures.orders (id int)",
                "CREATE TABLE failures.\"Customers\" (id int)",
                "CREATE USER reader PASSWORD '" + PASSWORD + "'",
                "GRANT USAGE ON SCHEMA failures TO reader");
        MARIADB.execute(
                "CREATE TABLE orders_of_old (id int)",
                "CREATE USER reader@localhost IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT ON test.skewed_none TO reader@localhost"
                        .replace("test.skewed_none", "test.orders_of_old"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:%d/db",
                "jdbc:mariadb://localhost:%d/db",
                "jdbc:h2:tcp://localhost:%d/db"
            })
    void serverThatDoesNotAnswerIsUnavailable(String url) throws IOException {
        String closed = String.format(url, closedPort());

        assertThatThrownBy(() -> open(JdbcSettings.reading(closed, new Relation.Table("orders"))))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot connect to ")
                .hasMessageContaining(closed)
                .hasMessageEndingWith("Check that the server runs and accepts connections from here, then run again.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void wrongPasswordIsAMatterOfConfigurationAndNotShown() {
        assertLoginRefused(POSTGRES, "PostgreSQL");
        assertLoginRefused(MARIADB, "MySQL or MariaDB");
        TestH2 h2 = new TestH2("failures");
        h2.execute("CREATE TABLE orders (id INT)");
        assertLoginRefused(h2, "H2");
    }

    @Test
    void unknownDatabaseIsNamed() {
        String url = POSTGRES.url().replaceFirst("/postgres$", "/nowhere");
        JdbcSettings settings = JdbcSettings.reading(url, new Relation.Table("orders"))
                .withLogin(Login.of(POSTGRES.user(), new Secret("env:PG", POSTGRES.password())));

        assertThatThrownBy(() -> open(settings))
                .hasMessage("Cannot connect to PostgreSQL " + url + ": FATAL: database \"nowhere\" does not exist."
                        + " Check the name of the database at the end of the URL.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void unknownTableComesWithTheClosestNames() {
        assertThatThrownBy(() -> open(Readings.table(POSTGRES, "failures.Customers")))
                .hasMessage("Cannot read table failures.Customers at PostgreSQL " + POSTGRES.url()
                        + ": ERROR: relation \"failures.customers\" does not exist. Did you mean failures.\"Customers\"?"
                        + " Check the name and its schema; a name in quotes must match letter case exactly.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
        assertThatThrownBy(() -> open(Readings.table(MARIADB, "orders_of_odl")))
                .hasMessageContaining("Did you mean orders_of_old?")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void tableTheUserMayNotReadIsAMatterOfConfiguration() {
        assertThatThrownBy(() -> open(asReader(Readings.table(POSTGRES, "failures.orders"))))
                .hasMessageContaining(
                        "permission denied for table orders. Grant this user SELECT, or read as another user.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void brokenQueryIsAMatterOfConfiguration() {
        assertThatThrownBy(() -> open(Readings.query(POSTGRES, "SELEC 1")))
                .hasMessageStartingWith(
                        "Cannot read the query at PostgreSQL " + POSTGRES.url() + ": ERROR: syntax error")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void serverThatEndsTheSessionsWhileReadingIsUnavailable() {
        JdbcSettings settings = Readings.query(POSTGRES, "SELECT pg_terminate_backend(pg_backend_pid()) AS ended");

        assertThat(Readings.failureOf(settings))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("terminating connection due to administrator command")
                .extracting("exitCode")
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void snapshotThatIsGoneIsUnavailable() {
        try (Reading reading = Readings.open(Readings.table(POSTGRES, "failures.orders"))) {
            POSTGRES.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'");

            assertThat(Readings.failureOf(reading))
                    .hasMessageContaining("snapshot")
                    .extracting("exitCode")
                    .isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    @Test
    void failureThatIsNotTheSourcesComesBackAsItWas() {
        try (Reading reading = Readings.open(Readings.table(POSTGRES, "failures.orders"))) {
            RuntimeException other = new IllegalStateException("disk full");

            assertThat(reading.explain(other)).isSameAs(other);
        }
    }

    @Test
    void serverThatSharesNoSnapshotIsReadByOneStatement() {
        POSTGRES.execute(
                "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC",
                "CREATE TABLE failures.large AS SELECT i AS id FROM generate_series(1, 1000) i",
                "GRANT SELECT ON failures.large TO reader");
        JdbcSettings settings = asReader(Readings.table(POSTGRES, "failures.large"));

        try (Reading blocks = open(settings.withSplitting(Splitting.into(4)));
                Reading ranges = open(settings.withSplitting(Splitting.into(4).by("id")))) {
            assertThat(blocks.plan().splits()).hasSize(1);
            assertThat(blocks.plan().consistency().oneSnapshot()).isTrue();
            assertThat(blocks.rows().count()).isEqualTo(1000);
            assertThat(ranges.plan().splits()).hasSize(4);
            assertThat(ranges.plan().consistency().oneSnapshot()).isFalse();
            assertThat(ranges.plan().consistency().how())
                    .isEqualTo("4 splits are as many statements, and the server exported no snapshot (ERROR: permission"
                            + " denied for function pg_export_snapshot)");
        } finally {
            POSTGRES.execute("GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO PUBLIC");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host/db?user=me&password=hush-hush",
                "jdbc:postgresql://host/db?user=me&p%61ssword=hush-hush",
                "jdbc:postgresql://host/db?sslpassword=hush-hush",
                "jdbc:h2:mem:db;PASSWORD=hush-hush",
                "jdbc:mariadb://me:hush-hush@host/db",
                "jdbc:mysql://address=(host=h)(port=1)(password=hush-hush)/db",
                "jdbc:oracle:thin:me/hush-hush@//host:1521/db",
            })
    void urlWithAPasswordIsRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> open(JdbcSettings.reading(url, new Relation.Table("orders"))))
                .hasMessageStartingWith("Cannot use the JDBC URL: it carries a ")
                .hasMessageNotContaining("hush-hush")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void missingDriverIsNamedWithTheArtifactToAdd() {
        JdbcSettings settings = JdbcSettings.reading("jdbc:postgresql://host/db", new Relation.Table("orders"))
                .withProperties(Map.of("driver", "org.postgresql.Drivver"));

        assertThatThrownBy(() -> open(settings))
                .hasMessage(
                        "Cannot connect to PostgreSQL: driver class org.postgresql.Drivver is not on the class path. Add"
                                + " org.postgresql:postgresql with spark-submit --packages, or its jar with --jars.");
        assertThatThrownBy(
                        () -> open(JdbcSettings.reading("jdbc:oracle:thin:@//host/db", new Relation.Table("orders"))))
                .hasMessage(
                        "Cannot connect to the database: no driver for the database is on the class path. Add its JDBC"
                                + " driver with spark-submit --packages, or its jar with --jars.");
    }

    @Test
    void passwordAppearsNowhereSparkPrints() {
        POSTGRES.execute("GRANT SELECT ON failures.orders TO reader");
        try (Reading reading = open(asReader(Readings.table(POSTGRES, "failures.orders")))) {
            String printed = reading.rows().queryExecution().explainString(ExplainMode.fromString("extended"))
                    + reading.rows().queryExecution().toString()
                    + reading.rows()
                    + reading.plan()
                    + asReader(Readings.table(POSTGRES, "failures.orders"));

            assertThat(printed).contains("JDBCRelation").doesNotContain(PASSWORD);
        } finally {
            POSTGRES.execute("REVOKE SELECT ON failures.orders FROM reader");
        }
    }

    private static void assertLoginRefused(TestDatabase database, String product) {
        JdbcSettings settings = Readings.table(database, "orders")
                .withLogin(Login.of(database.user() + "x", new Secret("env:PW", PASSWORD)));

        assertThatThrownBy(() -> open(settings))
                .hasMessageStartingWith("Cannot connect to " + product + " ")
                .hasMessageEndingWith("Check the user, the password and that this user may log in from here.")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(PASSWORD))
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static JdbcSettings asReader(JdbcSettings settings) {
        return settings.withLogin(Login.of("reader", new Secret("env:READER", PASSWORD)));
    }

    private static Reading open(JdbcSettings settings) {
        return new JdbcSource(settings).open(TestSpark.session());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
