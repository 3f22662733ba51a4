package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.error.ExitCode;
import io.highwater.common.testing.TestMariaDb;
import java.util.List;
import java.util.TimeZone;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbTypesTest {
    private static final TestMariaDb MARIADB = TestMariaDb.server();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tinyint(1)            | 2                        | SMALLINT       | 2",
                "tinyint unsigned      | 255                      | SMALLINT       | 255",
                "smallint              | -32768                   | SMALLINT       | -32768",
                "smallint unsigned     | 65535                    | INT            | 65535",
                "mediumint unsigned    | 16777215                 | INT            | 16777215",
                "int                   | -2147483648              | INT            | -2147483648",
                "int unsigned          | 4294967295               | BIGINT         | 4294967295",
                "bigint                | -9223372036854775808     | BIGINT         | -9223372036854775808",
                "bigint unsigned       | 18446744073709551615     | DECIMAL(20,0)  | 18446744073709551615",
                "decimal(38,10)        | -9999999999999999999999999999.9999999999 | DECIMAL(38,10) | -9999999999999999999999999999.9999999999",
                "decimal(9,2) unsigned | 1234567.89               | DECIMAL(9,2)   | 1234567.89",
                "decimal(65,30)        | 12345678.123456789012345678901234567890 | DECIMAL(38,30) | 12345678.123456789012345678901234567890",
                "float                 | 1.2345678                | FLOAT          | 1.2345678",
                "double                | 0.1234567890123456       | DOUBLE         | 0.1234567890123456",
                "bit(1)                | b'1'                     | BOOLEAN        | true",
                "bit(12)               | b'100000000001'          | BIGINT         | 2049",
                "bit(64)               | 18446744073709551615     | DECIMAL(20,0)  | 18446744073709551615",
                "date                  | '1582-10-10'             | DATE           | 1582-10-10",
                "date                  | '9999-12-31'             | DATE           | 9999-12-31",
                "datetime(6)           | '2024-03-31 02:30:00.000001' | TIMESTAMP_NTZ | 2024-03-31 02:30:00.000001",
                "datetime              | '1000-01-01 00:00:00'    | TIMESTAMP_NTZ  | 1000-01-01 00:00:00",
                "year                  | 2155                     | INT            | 2155",
                "time(6)               | '-838:59:59.000001'      | STRING         | -838:59:59.000001",
                "char(5)               | 'x '                     | STRING         | x",
                "varchar(5)            | 'é '                     | STRING         | `é `",
                "longtext CHARACTER SET utf8mb4 | '😀'                      | STRING         | 😀",
                "enum('a','b')         | 'b'                      | STRING         | b",
                "set('a','b')          | 'a,b'                    | STRING         | a,b",
                "json                  | '{\"a\": 1}'             | STRING         | {\"a\": 1}",
                "uuid                  | '6f2a1c1e-0000-4000-8000-000000000001' | STRING | 6f2a1c1e-0000-4000-8000-000000000001",
                "inet6                 | '::1'                    | STRING         | ::1",
                "binary(3)             | 'a'                      | BINARY         | 610000",
                "varbinary(3)          | x'00ff'                  | BINARY         | 00FF",
                "longblob              | x'00ff'                  | BINARY         | 00FF",
                "point                 | ST_PointFromText('POINT(1 2)') | STRING   | POINT(1 2)",
            })
    void valueSurvives(String column, String literal, String type, String expected) {
        MARIADB.execute(
                "CREATE OR REPLACE TABLE typed (v " + column + " NULL)",
                "INSERT INTO typed VALUES (" + literal + "), (NULL)");

        List<Row> shown = Readings.shown(Readings.table(MARIADB, "typed"));

        assertThat(shown.get(0).getString(0)).isEqualTo(type);
        assertThat(shown).extracting(row -> row.getString(1)).containsExactlyInAnyOrder(expected, null);
    }

    @Test
    void timestampIsTheSameInstantWhateverTheZones() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            MARIADB.execute(
                    "CREATE OR REPLACE TABLE instants (v timestamp(6) NULL)",
                    "SET time_zone = '+00:00'",
                    "INSERT INTO instants VALUES ('2024-11-03 05:30:00.000001'), ('2024-11-03 06:30:00')");
            List<Row> rows = Readings.rows(
                    Readings.table(MARIADB, "instants")
                            .withProperties(java.util.Map.of("sessionVariables", "time_zone='+05:00'")),
                    "unix_micros(v)",
                    "typeof(v)");

            assertThat(rows)
                    .extracting(Row::mkString)
                    .containsExactlyInAnyOrder("1730611800000001timestamp", "1730615400000000timestamp");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "date, 0000-00-00",
        "datetime, 0000-00-00 00:00:00",
        "timestamp, 0000-00-00 00:00:00",
        "date, 0000-05-01"
    })
    void zeroDateIsRefusedUnlessTheUserDecides(String column, String literal) {
        MARIADB.execute(
                "SET sql_mode = ''",
                "CREATE OR REPLACE TABLE zero (moment " + column + " NULL)",
                "INSERT INTO zero VALUES ('" + literal + "')");
        JdbcSettings settings = Readings.table(MARIADB, "zero");

        assertThat(Readings.failureOf(settings))
                .hasMessageContaining("column moment holds " + literal + ", which is outside the years 0001 to 9999")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
        assertThat(Readings.shown(settings.withOutOfRange(OutOfRange.AS_NULL))
                        .get(0)
                        .getString(1))
                .isNull();
        assertThat(Readings.shown(settings.withOutOfRange(OutOfRange.LIMIT))
                        .get(0)
                        .getString(1))
                .startsWith("0001-01-01");
    }

    @Test
    void dateThatIsNoneIsRefusedEvenUnderLimit() {
        MARIADB.execute(
                "SET sql_mode = ''",
                "CREATE OR REPLACE TABLE partial (moment date NULL)",
                "INSERT INTO partial VALUES ('2024-00-10')");
        JdbcSettings settings = Readings.table(MARIADB, "partial");

        assertThat(Readings.failureOf(settings.withOutOfRange(OutOfRange.LIMIT)))
                .hasMessageContaining("column moment holds 2024-00-10, which is not a date of the calendar");
    }

    @Test
    void decimalOfMoreThanThirtyEightDigitsIsExactOrRefused() {
        MARIADB.execute(
                "CREATE OR REPLACE TABLE wide (amount decimal(65,2))",
                "INSERT INTO wide VALUES (1234567890123456789012345678901234567890.12)");

        assertThat(Readings.failureOf(Readings.table(MARIADB, "wide")))
                .hasMessageContaining("column amount holds 1234567890123456789012345678901234567890.12,"
                        + " which does not fit DECIMAL(38,2) exactly");
    }
}
