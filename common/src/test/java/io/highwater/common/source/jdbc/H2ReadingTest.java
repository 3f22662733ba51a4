package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestH2;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H2ReadingTest {
    private static final long ROWS = 200_000;
    private static final TestH2 H2 = new TestH2("reading");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN               | TRUE                        | BOOLEAN        | true",
                "TINYINT               | -128                        | SMALLINT       | -128",
                "SMALLINT              | 32767                       | SMALLINT       | 32767",
                "INT                   | -2147483648                 | INT            | -2147483648",
                "BIGINT                | -9223372036854775808        | BIGINT         | -9223372036854775808",
                "NUMERIC(38, 10)       | 1234567890123456789012345678.0123456789 | DECIMAL(38,10) | 1234567890123456789012345678.0123456789",
                "NUMERIC(60, 30)       | 1.5                         | DECIMAL(38,18) | 1.500000000000000000",
                "DECFLOAT              | 1.5E-10                     | DECIMAL(38,18) | 0.000000000150000000",
                "DECFLOAT              | 12E+10                      | DECIMAL(38,18) | 120000000000.000000000000000000",
                "REAL                  | 0.1                         | FLOAT          | 0.1",
                "DOUBLE PRECISION      | 'NaN'                       | DOUBLE         | NaN",
                "CHAR(5)               | 'x '                        | STRING         | x",
                "VARCHAR(5)            | 'é '                        | STRING         | `é `",
                "CLOB                  | 'long'                      | STRING         | long",
                "DATE                  | '1582-10-10'                | DATE           | 1582-10-10",
                "TIMESTAMP             | '2024-03-31 02:30:00.000001'| TIMESTAMP_NTZ  | 2024-03-31 02:30:00.000001",
                "TIMESTAMP             | '9999-12-31 23:59:59.999999'| TIMESTAMP_NTZ  | 9999-12-31 23:59:59.999999",
                "TIMESTAMP WITH TIME ZONE | '2024-03-31 02:30:00.5+02:00' | TIMESTAMP | 2024-03-31 00:30:00.5",
                "TIME                  | '23:59:59'                  | STRING         | 23:59:59",
                "TIME WITH TIME ZONE   | '10:00:00+05:30'            | STRING         | 10:00:00+05:30",
                "INTERVAL DAY TO SECOND| INTERVAL '1 02:03:04' DAY TO SECOND | STRING | INTERVAL '1 02:03:04' DAY TO SECOND",
                "UUID                  | '6f2a1c1e-0000-4000-8000-000000000001' | STRING | 6f2a1c1e-0000-4000-8000-000000000001",
                "ENUM('a', 'b')        | 'b'                         | STRING         | b",
                "JSON                  | JSON '{\"a\": 1}'           | STRING         | {\"a\":1}",
                "BINARY(3)             | X'00FF01'                   | BINARY         | 00FF01",
                "VARBINARY             | X'00FF'                     | BINARY         | 00FF",
                "BLOB                  | X'00FF'                     | BINARY         | 00FF",
                "INT ARRAY             | ARRAY[1, NULL]              | STRING         | [1,null]",
                "VARCHAR ARRAY         | ARRAY['a,b', NULL]          | STRING         | [\"a,b\",null]",
            })
    void valueSurvives(String column, String literal, String type, String expected) {
        H2.execute("DROP TABLE IF EXISTS typed", "CREATE TABLE typed (v " + column + ")");
        H2.execute("INSERT INTO typed VALUES (" + literal + "), (NULL)");

        List<Row> shown = Readings.shown(Readings.table(H2, "typed"));

        assertThat(shown.get(0).getString(0)).isEqualTo(type);
        assertThat(shown).extracting(row -> row.getString(1)).containsExactlyInAnyOrder(expected, null);
    }

    @Test
    void timestampWithNanosecondsIsRefusedNotCut() {
        H2.execute(
                "CREATE TABLE nanos (moment TIMESTAMP(9))",
                "INSERT INTO nanos VALUES ('2024-01-01 00:00:00.123456789')");

        assertThat(Readings.failureOf(Readings.table(H2, "nanos").withOutOfRange(OutOfRange.AS_NULL)))
                .hasMessageContaining(
                        "column MOMENT holds 2024-01-01 00:00:00.123456789, which is finer than a microsecond")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void yearBeforeOurEraIsRefusedUnlessTheUserDecides() {
        H2.execute("CREATE TABLE eras (moment DATE)", "INSERT INTO eras VALUES ('-0044-03-15'), ('12000-01-01')");
        JdbcSettings settings = Readings.table(H2, "eras");

        assertThat(Readings.failureOf(settings)).hasMessageContaining("which is outside the years 0001 to 9999");
        assertThat(Readings.shown(settings.withOutOfRange(OutOfRange.LIMIT)))
                .extracting(row -> row.getString(1))
                .containsExactlyInAnyOrder("0001-01-01", "9999-12-31");
    }

    @Test
    void everyColumnThatCannotBeMappedIsNamedAtOnce() {
        H2.execute("CREATE TABLE odd (id INT, pair ROW(a INT, b INT), object JAVA_OBJECT)");
        JdbcSettings settings = Readings.table(H2, "odd");

        assertThatThrownBy(() -> Readings.open(settings))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot read table odd: Spark has no type for H2 columns PAIR (")
                .hasMessageContaining(
                        "OBJECT (JAVA_OBJECT). Say how to read them, such as columns { \"PAIR\" = \"string\" },"
                                + " or leave them out by reading a query.");
        try (Reading reading = Readings.open(settings.withColumns(Map.of("pair", "string", "object", "string")))) {
            assertThat(reading.rows().schema().toDDL()).isEqualTo("ID INT,PAIR STRING,OBJECT STRING");
        }
    }

    @Test
    void skewedPrimaryKeyIsCutWhereRowsAreEqual() {
        H2.execute(
                "CREATE TABLE skewed (id BIGINT PRIMARY KEY, text VARCHAR)",
                "INSERT INTO skewed SELECT CASE WHEN x <= 160000 THEN x ELSE 160000 + (x - 160000) * 76 END, 'row'"
                        + " FROM SYSTEM_RANGE(1, " + ROWS + ")");

        try (Reading reading = Readings.open(Readings.table(H2, "skewed").withSplitting(Splitting.into(8)))) {
            assertThat(reading.plan().splits()).hasSize(8);
            assertThat(reading.plan().notes())
                    .containsExactly("The ranges of ID were found by reading and sorting that column once.");
            assertThat(reading.plan().consistency().oneSnapshot()).isFalse();
            assertThat(Readings.imbalance(H2, reading, "skewed")).isLessThan(1.2);
            assertThat(reading.rows()
                            .selectExpr("count(*)", "count(distinct id)")
                            .first()
                            .mkString(" "))
                    .isEqualTo(ROWS + " " + ROWS);
        }
    }

    @Test
    void smallTableIsReadByOneStatement() {
        H2.execute("CREATE TABLE small (id INT PRIMARY KEY)", "INSERT INTO small VALUES (1)");

        try (Reading reading = Readings.open(Readings.table(H2, "small"))) {
            assertThat(reading.plan().splits()).hasSize(1);
            assertThat(reading.plan().estimatedRows()).hasValue(1);
            assertThat(reading.plan().consistency().how()).isEqualTo("one split is one statement");
        }
    }

    @Test
    void splitColumnOfDatesPutsNullsIntoOneSplit() {
        H2.execute(
                "CREATE TABLE days (at DATE)",
                "INSERT INTO days SELECT CASE WHEN MOD(x, 10) > 0 THEN DATEADD(DAY, MOD(x, 500), DATE '2024-01-01') END"
                        + " FROM SYSTEM_RANGE(1, 5000)");

        try (Reading reading = Readings.open(
                Readings.table(H2, "days").withSplitting(Splitting.into(4).by("at")))) {
            assertThat(reading.plan().splits()).hasSize(4);
            assertThat(reading.rows().count()).isEqualTo(5000);
            assertThat(reading.rows().filter("at IS NULL").count()).isEqualTo(500);
        }
    }
}
