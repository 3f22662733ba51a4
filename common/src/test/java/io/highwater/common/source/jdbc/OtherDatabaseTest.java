package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.config.Secret;
import io.highwater.common.source.Changes;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.testing.TestH2;
import io.highwater.common.time.Window;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherDatabaseTest {
    private static final TestH2 H2 = new TestH2("other");

    @Test
    void databaseOfAnyDriverIsReadByWhatItsDriverSays() {
        H2.execute(
                "CREATE TABLE \"Odd Name\" (id INT, \"qu\"\"ote\" CHAR(5), amount NUMERIC(10, 2), wide NUMERIC(60, 30),"
                        + " at TIMESTAMP, bytes VARBINARY)",
                "INSERT INTO \"Odd Name\" VALUES (1, 'x', 1.25, 2.5, '2024-01-01 10:00:00', X'00')");

        try (Reading reading = Readings.open(table("\"Odd Name\""))) {
            assertThat(reading.rows().schema().toDDL())
                    .isEqualTo(
                            "ID INT,qu\"ote STRING,AMOUNT DECIMAL(10,2),WIDE DECIMAL(38,18),AT TIMESTAMP_NTZ,BYTES BINARY"
                                    .replace("qu\"ote", "`qu\"ote`"));
            assertThat(reading.rows()
                            .selectExpr("concat_ws('|', id, `qu\"ote`, amount, wide, at, hex(bytes))")
                            .first()
                            .getString(0))
                    .isEqualTo("1|x|1.25|2.500000000000000000|2024-01-01 10:00:00|00");
        }
    }

    @Test
    void tableIsCutByItsPrimaryKeyOnceItIsLarge() {
        H2.execute(
                "CREATE TABLE large (id INT PRIMARY KEY)",
                "INSERT INTO large SELECT x * x FROM SYSTEM_RANGE(1, 40000)",
                "INSERT INTO large SELECT -x FROM SYSTEM_RANGE(1, 80000)");

        try (Reading reading = Readings.open(table("large"))) {
            assertThat(reading.plan().splits()).hasSize(2);
            assertThat(reading.plan().notes())
                    .containsExactly(
                            "The ranges of ID were found by reading and sorting that column once.",
                            "Their number was found by counting the rows once.");
            assertThat(Readings.imbalance(H2, reading, "large")).isLessThan(1.01);
            assertThat(reading.rows().count()).isEqualTo(120_000);
        }
    }

    @Test
    void columnOfAnUnknownTypeIsRefused() {
        H2.execute("CREATE TABLE strange (id UUID, zoned TIMESTAMP WITH TIME ZONE)");

        assertThatThrownBy(() -> Readings.open(table("strange")))
                .hasMessage(
                        "Cannot read table strange: Spark has no type for the database columns ZONED (TIMESTAMP WITH"
                                + " TIME ZONE). Say how to read them, such as columns { \"ZONED\" = \"string\" }, or leave them out"
                                + " by reading a query.");
    }

    @Test
    void databaseOfAnyDriverIsReadByWindows() {
        H2.execute(
                "CREATE TABLE changing (id INT PRIMARY KEY, at TIMESTAMP(6))",
                "CREATE INDEX changing_at ON changing (at)",
                "INSERT INTO changing SELECT x, DATEADD(SECOND, x, TIMESTAMP '2024-05-01 00:00:00') FROM SYSTEM_RANGE(0, 99)",
                "INSERT INTO changing VALUES (100, NULL)");

        try (Changes changes = Windows.open(table("changing").withSplitting(Splitting.into(2)))) {
            Window window = Window.between(Windows.at("2024-05-01 00:00:10"), Windows.at("2024-05-01 00:00:20"));
            Horizon horizon = changes.horizon(Duration.ofSeconds(1));

            assertThat(horizon.bound()).isEqualTo(horizon.now() - 1_000_000);
            assertThat(horizon.notes())
                    .containsExactly("It is not known how to see the open transactions of the database: only"
                            + " incremental.lag and incremental.overlap guard against them.");
            assertThat(Windows.ids(changes, window)).containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
            assertThat(changes.strays(Windows.at("2024-05-01 00:01:39"))).isEqualTo(new Strays(1, 1));
            assertThat(changes.holdsRows(Window.between(window.to(), window.to())))
                    .isFalse();
            assertThat(changes.cuts(window, 5)).containsExactly(Windows.at("2024-05-01 00:00:15"));
        }
    }

    private static JdbcSettings table(String name) {
        return JdbcSettings.reading("jdbc:other:other;DB_CLOSE_DELAY=-1", new Relation.Table(name))
                .withLogin(Login.of(H2.user(), new Secret("env:TEST", H2.password())))
                .withProperties(Map.of("driver", OtherDriver.class.getName()));
    }
}
