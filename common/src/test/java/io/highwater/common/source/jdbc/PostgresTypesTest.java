package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTypesTest {
    private static final TestPostgres POSTGRES = TestPostgres.server();

    @BeforeAll
    static void createTypes() {
        POSTGRES.execute(
                "CREATE SCHEMA types",
                "CREATE TYPE types.mood AS ENUM ('sad', 'glad')",
                "CREATE TYPE types.pair AS (a int, b text)",
                "CREATE DOMAIN types.positive AS int CHECK (VALUE > 0)",
                "CREATE DOMAIN types.label AS types.mood");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(-32768)::smallint                  | SMALLINT      | -32768",
                "2147483647                          | INT           | 2147483647",
                "-9223372036854775808                | BIGINT        | -9223372036854775808",
                "4294967295::oid                     | BIGINT        | 4294967295",
                "99999999999999999999999999999999999999::numeric(38,0) | DECIMAL(38,0) | 99999999999999999999999999999999999999",
                "(-0.01)::numeric(5,2)               | DECIMAL(5,2)  | -0.01",
                "0.00123::numeric(3,5)               | DECIMAL(5,5)  | 0.00123",
                "1200::numeric(4,-2)                 | DECIMAL(38,18)| 1200.000000000000000000",
                "1.5::numeric(60,30)                 | DECIMAL(38,18)| 1.500000000000000000",
                "12345678901234567890.123456789012345678::numeric | DECIMAL(38,18) | 12345678901234567890.123456789012345678",
                "1.10000000000000000000000000::numeric | DECIMAL(38,18) | 1.100000000000000000",
                "'NaN'::real                         | FLOAT         | NaN",
                "0.1::real                           | FLOAT         | 0.1",
                "'-Infinity'::float8                 | DOUBLE        | -Infinity",
                "4.9e-324::float8                    | DOUBLE        | 4.9E-324",
                "true                                | BOOLEAN       | true",
                "B'1'::bit(1)                        | BOOLEAN       | true",
                "B'0'::bit(1)                        | BOOLEAN       | false",
                "B'101'::bit(3)                      | STRING        | 101",
                "B'0110'::bit varying                | STRING        | 0110",
                "'x '::char(4)                       | STRING        | x",
                "'é '::varchar(9)                    | STRING        | `é `",
                "'n'::name                           | STRING        | n",
                "'a'::\"char\"                       | STRING        | a",
                "'2024-02-29'::date                  | DATE          | 2024-02-29",
                "'0001-01-01'::date                  | DATE          | 0001-01-01",
                "'1582-10-10'::date                  | DATE          | 1582-10-10",
                "'9999-12-31'::date                  | DATE          | 9999-12-31",
                "'2024-03-31 02:30:00.000001'::timestamp | TIMESTAMP_NTZ | 2024-03-31 02:30:00.000001",
                "'0001-01-01 00:00:00'::timestamp    | TIMESTAMP_NTZ | 0001-01-01 00:00:00",
                "'1582-10-10 12:00:00'::timestamp    | TIMESTAMP_NTZ | 1582-10-10 12:00:00",
                "'9999-12-31 23:59:59.999999'::timestamp | TIMESTAMP_NTZ | 9999-12-31 23:59:59.999999",
                "'2024-10-27 00:30:00.123456+00'::timestamptz | TIMESTAMP | 2024-10-27 00:30:00.123456",
                "'2024-10-27 01:30:00+00'::timestamptz | TIMESTAMP   | 2024-10-27 01:30:00",
                "'0001-01-01 00:00:00+00'::timestamptz | TIMESTAMP   | 0001-01-01 00:00:00",
                "'1582-10-10 00:00:00+00'::timestamptz | TIMESTAMP   | 1582-10-10 00:00:00",
                "'9999-12-31 23:59:59.999999+00'::timestamptz | TIMESTAMP | 9999-12-31 23:59:59.999999",
                "'24:00:00'::time                    | STRING        | 24:00:00",
                "'10:00:00.000001+05:30'::timetz     | STRING        | 10:00:00.000001+05:30",
                "'1 year -3 days 04:05:06.7'::interval | STRING      | 1 year -3 days +04:05:06.7",
                "'6f2a1c1e-0000-4000-8000-000000000001'::uuid | STRING | 6f2a1c1e-0000-4000-8000-000000000001",
                "'{\"a\":  1}'::json                 | STRING        | {\"a\":  1}",
                "'{\"a\":  1}'::jsonb                | STRING        | {\"a\": 1}",
                "'glad'::types.mood                  | STRING        | glad",
                "'sad'::types.label                  | STRING        | sad",
                "7::types.positive                   | INT           | 7",
                "'10.0.0.1/8'::inet                  | STRING        | 10.0.0.1/8",
                "'<a>1</a>'::xml                     | STRING        | <a>1</a>",
                "12.5::money                         | STRING        | $12.50",
                "'[1,5)'::int4range                  | STRING        | [1,5)",
                "ROW(1, 'x y')::types.pair           | STRING        | (1,\"x y\")",
                "to_tsvector('simple', 'a b')        | STRING        | 'a':1 'b':2",
                "'(1,2)'::point                      | STRING        | (1,2)",
                "'\\x00ff'::bytea                    | BINARY        | 00FF",
                "ARRAY[1, NULL, 3]                   | ARRAY<INT>    | [1,null,3]",
                "ARRAY[1, NULL]::smallint[]          | ARRAY<SMALLINT> | [1,null]",
                "ARRAY[0.1, NULL]::real[]            | ARRAY<FLOAT>  | [0.1,null]",
                "ARRAY[1, NULL]::bigint[]            | ARRAY<BIGINT> | [1,null]",
                "'{}'::text[]                        | ARRAY<STRING> | []",
                "ARRAY['a,b', NULL, '\"']            | ARRAY<STRING> | [\"a,b\",null,\"\\\"\"]",
                "ARRAY[true, NULL]                   | ARRAY<BOOLEAN>| [true,null]",
                "ARRAY['NaN', 1.5]::float8[]         | ARRAY<DOUBLE> | [\"NaN\",1.5]",
                "ARRAY[1.25, NULL]::numeric(5,2)[]   | ARRAY<DECIMAL(5,2)> | [1.25,null]",
                "ARRAY[1.25]::numeric[]              | ARRAY<DECIMAL(38,18)> | [1.250000000000000000]",
                "ARRAY['2024-01-01', NULL]::date[]   | ARRAY<DATE>   | [\"2024-01-01\",null]",
                "ARRAY['2024-03-31 02:30:00']::timestamp[] | ARRAY<TIMESTAMP_NTZ> | [\"2024-03-31T02:30:00.000\"]",
                "ARRAY['2024-01-01 00:00:00+01']::timestamptz[] | ARRAY<TIMESTAMP> | [\"2023-12-31T23:00:00.000Z\"]",
                "ARRAY['6f2a1c1e-0000-4000-8000-000000000001']::uuid[] | ARRAY<STRING> | [\"6f2a1c1e-0000-4000-8000-000000000001\"]",
                "ARRAY['{\"a\": 1}']::jsonb[]        | ARRAY<STRING> | [\"{\\\"a\\\": 1}\"]",
                "ARRAY['\\x00ff'::bytea, NULL]       | ARRAY<BINARY> | [\"AP8=\",null]",
                "ARRAY['sad']::types.mood[]          | ARRAY<STRING> | [\"sad\"]",
            })
    void valueSurvives(String expression, String type, String expected) {
        // Only a plain reference keeps the precision of a type, hence the join in place of a union.
        JdbcSettings settings = Readings.query(
                POSTGRES,
                "SELECT v FROM generate_series(1, 2) i LEFT JOIN (SELECT 1 AS k, " + expression
                        + " AS v) one ON k = i");

        List<Row> shown = Readings.shown(settings);

        assertThat(shown.get(0).getString(0)).isEqualTo(type);
        assertThat(shown).extracting(row -> row.getString(1)).containsExactlyInAnyOrder(expected, null);
    }

    @ParameterizedTest
    @CsvSource({
        "'infinity'::date, infinity",
        "'-infinity'::timestamp, -infinity",
        "'infinity'::timestamptz, infinity",
        "'0044-03-15 BC'::date, 0044-03-15 BC",
        "'10000-01-01'::date, 10000-01-01",
        "'294276-12-31 23:59:59'::timestamp, 294276-12-31 23:59:59",
        "'0001-12-31 23:00:00+00 BC'::timestamptz, 0001-12-31 23:00:00+00 BC",
    })
    void momentOutsideTheRangeIsRefusedUnlessTheUserDecides(String expression, String shown) {
        JdbcSettings settings = Readings.query(POSTGRES, "SELECT 1 AS id, " + expression + " AS moment");
        String limit = shown.contains("BC") || shown.startsWith("-") ? "0001-01-01" : "9999-12-31";

        assertThat(Readings.failureOf(settings))
                .isInstanceOf(UserException.class)
                .hasMessage("Cannot read the query at PostgreSQL " + POSTGRES.url() + ": column moment holds " + shown
                        + ", which is outside the years 0001 to 9999; set out-of-range to as-null or limit to read it.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
        assertThat(Readings.shown(settings.withOutOfRange(OutOfRange.AS_NULL))
                        .get(0)
                        .getString(3))
                .isNull();
        assertThat(Readings.shown(settings.withOutOfRange(OutOfRange.LIMIT))
                        .get(0)
                        .getString(3))
                .startsWith(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "1e20::numeric, 100000000000000000000",
        "0.1234567890123456789::numeric, 0.1234567890123456789",
        "'NaN'::numeric, NaN",
        "'Infinity'::numeric, Infinity",
        "1e-19::numeric, 0.0000000000000000001",
    })
    void numberThatDoesNotFitIsRefusedNotRounded(String expression, String shown) {
        JdbcSettings settings = Readings.query(POSTGRES, computedLate(expression + " AS amount"));

        assertThat(Readings.failureOf(settings))
                .hasMessage("Cannot read the query at PostgreSQL " + POSTGRES.url() + ": column amount holds " + shown
                        + ", which does not fit DECIMAL(38,18) exactly. Correct the value at the source, or read the"
                        + " column as text: columns { \"amount\" = \"string\" }.");
    }

    @Test
    void notANumberInABoundedNumericIsRefused() {
        JdbcSettings settings = Readings.query(POSTGRES, computedLate("'NaN'::numeric(10,2) AS amount"));

        assertThat(Readings.failureOf(settings))
                .hasMessage("Cannot read the query at PostgreSQL " + POSTGRES.url()
                        + ": column amount holds NaN, which no decimal"
                        + " can hold. Correct the value at the source, or read the column as text: columns { \"amount\" ="
                        + " \"string\" }.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ARRAY[[1,2],[3,4]] | {{1,2},{3,4}}", "'[0:1]={1,2}'::int[] | [0:1]={1,2}"})
    void arrayThatSparkCannotShapeIsRefused(String expression, String shown) {
        JdbcSettings settings = Readings.query(POSTGRES, "SELECT " + expression + " AS items");

        assertThat(Readings.failureOf(settings))
                .hasMessageContaining(
                        "column items holds " + shown + ", an array of several dimensions or not counted from 1")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void zonesOfTheMachineAndTheSessionChangeNothing() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        SparkSession spark = TestSpark.session().newSession();
        spark.conf().set("spark.sql.session.timeZone", "America/New_York");
        JdbcSettings settings = Readings.query(
                POSTGRES,
                "SELECT '2024-03-31 02:30:00'::timestamp AS gap, '2024-03-10 02:30:00'::timestamp AS other_gap,"
                        + " '2024-10-27 00:30:00Z'::timestamptz AS first, '2024-10-27 01:30:00Z'::timestamptz AS second,"
                        + " '1890-01-01 00:00:00Z'::timestamptz AS old, '2024-03-31'::date AS day");

        try (Reading reading = new JdbcSource(settings).open(spark)) {
            Row row = reading.rows()
                    .selectExpr(
                            "cast(gap AS string)",
                            "cast(other_gap AS string)",
                            "unix_micros(first)",
                            "unix_micros(second)",
                            "unix_micros(old)",
                            "cast(day AS string)")
                    .first();

            assertThat(row.mkString(", "))
                    .isEqualTo("2024-03-31 02:30:00, 2024-03-10 02:30:00, 1729989000000000, 1729992600000000,"
                            + " -2524521600000000, 2024-03-31");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void overriddenColumnIsReadAsTheUserSaysOrRefused() {
        JdbcSettings settings = Readings.query(
                POSTGRES,
                "SELECT 1 AS id, 12.5::numeric AS amount, '2024-01-01'::text AS \"Day\", 1e-30::float8 AS small");
        Map<String, String> types = Map.of("amount", "decimal(20,4)", "day", "date", "small", "double");

        Row row = Readings.rows(settings.withColumns(types), "typeof(amount)", "amount", "typeof(Day)", "small")
                .get(0);

        assertThat(row.mkString(" ")).isEqualTo("decimal(20,4) 12.5000 date 1.0E-30");
        assertThat(Readings.failureOf(settings.withColumns(Map.of("small", "decimal(38,18)"))))
                .hasMessageContaining("column small holds 1e-30, which does not fit DECIMAL(38,18) exactly");
        assertThatThrownBy(() -> Readings.open(settings.withColumns(Map.of("amonut", "string"))))
                .hasMessage("Cannot read column amonut as string: the query has no such column."
                        + " Its columns are id, amount, Day, small.");
        assertThatThrownBy(() -> Readings.open(settings.withColumns(Map.of("amount", "decimall"))))
                .hasMessageStartingWith("Cannot read column amount as decimall: that is not a Spark type");
    }

    /** A query the server cannot evaluate while it plans. */
    private static String computedLate(String expression) {
        return "SELECT one.* FROM generate_series(1, 1) i LEFT JOIN (SELECT 1 AS id, " + expression + ") one ON id = i";
    }
}
