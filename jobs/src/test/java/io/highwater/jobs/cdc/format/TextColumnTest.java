package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import io.highwater.common.testing.TestSpark;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextColumnTest {
    private static final String MISFIT = "misfit";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "INT | 12 | 12",
                "INT | -2147483648 | -2147483648",
                "INT | 2147483648 | misfit",
                "INT | 1.5 | misfit",
                "INT | abc | misfit",
                "INT | \"\" | misfit",
                "BIGINT | 9223372036854775807 | 9223372036854775807",
                "BIGINT | 9223372036854775808 | misfit",
                "TINYINT | 128 | misfit",
                "DECIMAL(38,18) | 12345678901234567890.123456789012345678 | 12345678901234567890.123456789012345678",
                "DECIMAL(38,0) | 99999999999999999999999999999999999999 | 99999999999999999999999999999999999999",
                "DECIMAL(38,0) | 100000000000000000000000000000000000000 | misfit",
                "DECIMAL(5,2) | 1.50 | 1.50",
                "DECIMAL(5,2) | 1.5000 | 1.50",
                "DECIMAL(5,2) | 1.505 | misfit",
                "DECIMAL(5,2) | 1234.5 | misfit",
                "DECIMAL(5,2) | 1.5E+1 | 15.00",
                "DECIMAL(5,2) | 1.5E-2 | misfit",
                "DECIMAL(5,2) | 150E-2 | 1.50",
                "DECIMAL(5,2) | 1E-20 | misfit",
                "DECIMAL(5,2) | 0E-20 | 0.00",
                "DECIMAL(5,2) | NaN | misfit",
                "DOUBLE | 1.5 | 1.5",
                "DOUBLE | NaN | NaN",
                "DOUBLE | -Infinity | -Infinity",
                "DOUBLE | 1e400 | misfit",
                "DOUBLE | 1d | misfit",
                "FLOAT | 3.5e38 | misfit",
                "BOOLEAN | true | true",
                "BOOLEAN | maybe | misfit",
                "STRING | Grüße | Grüße",
                "DATE | 2024-02-29 | 2024-02-29",
                "DATE | 2024-02-30 | misfit",
                "DATE | 2024 | 1975-07-18",
                "DATE | 19782 | 2024-02-29",
                "DATE | -719162 | 0001-01-01",
                "DATE | -719163 | misfit",
                "DATE | 2932896 | 9999-12-31",
                "DATE | 2932897 | misfit",
                "DATE | 2147483647 | misfit",
                "DATE | infinity | misfit",
                "DATE | -0044-03-15 | misfit",
                "DATE | 2024-01-01 00:00:00 | 2024-01-01",
                "DATE | 2024-01-01 00:00:01 | misfit",
                "TIMESTAMP | 2024-01-01 12:00:00.123456 | 2024-01-01 12:00:00.123456",
                "TIMESTAMP | 2024-01-01T12:00:00+02:00 | 2024-01-01 10:00:00",
                "TIMESTAMP | 12:00:00 | misfit",
                "TIMESTAMP | now | misfit",
                "TIMESTAMP | infinity | misfit",
                "TIMESTAMP | 1700000000000 | misfit",
                "TIMESTAMP | 2024 | misfit",
                "TIMESTAMP | 10000-01-01 00:00:00 | misfit",
                "TIMESTAMP_NTZ | 2024-01-01 12:00:00 | 2024-01-01 12:00:00",
                "TIMESTAMP_NTZ | 2024-01-01T12:00:00+02:00 | misfit",
                "BINARY | AQI= | 0102",
                "BINARY | @@@ | misfit",
                "date(days) | 0 | 1970-01-01",
                "timestamp(millis) | 1700000000123 | 2023-11-14 22:13:20.123",
                "timestamp(millis) | -1 | 1969-12-31 23:59:59.999",
                "timestamp(millis) | 253402300800000 | misfit",
                "timestamp(millis) | -62135596800001 | misfit",
                "timestamp(millis) | 2024-01-01T00:00:00Z | 2024-01-01 00:00:00",
                "timestamp(millis) | 1.5 | misfit",
                "timestamp(micros) | 9223372036825200000 | misfit",
                "timestamp(micros) | -9223372036832400000 | misfit",
                "timestamp(micros) | 1700000000123456 | 2023-11-14 22:13:20.123456",
                "timestamp(nanos) | 1700000000123456789 | 2023-11-14 22:13:20.123456",
                "timestamp(nanos) | -1 | 1969-12-31 23:59:59.999999",
                "timestamp(nanos) | 9223372036854775807 | 2262-04-11 23:47:16.854775",
                "timestamp(nanos) | -9223372036854775808 | 1677-09-21 00:12:43.145224",
                "timestamp_ntz(micros) | 0 | 1970-01-01 00:00:00",
                "time(millis) | 45000500 | 12:30:00.5",
                "time(micros) | 86400000000 | 24:00:00",
                "time(micros) | -3020399000000 | -838:59:59",
                "time(nanos) | 1 | 00:00:00.000000001",
                "time(nanos) | x | misfit",
                "decimal(10,2) base64 | BNI= | 12.34",
                "decimal(10,2) base64 | /w== | -0.01",
                "decimal(10,2) base64 | AA== | 0.00",
                "decimal(4,2) base64 | AYag | misfit",
                "decimal(10,2) base64 | @ | misfit",
                "decimal(10,2) base64 | \"\" | misfit",
                "decimal(38,18) variable | {\"\"scale\"\":3,\"\"value\"\":\"\"BNI=\"\"} | 1.234000000000000000",
                "decimal(10,2) variable | {\"\"scale\"\":3,\"\"value\"\":\"\"BNI=\"\"} | misfit",
                "decimal(10,2) variable | nonsense | misfit",
                "ARRAY<INT> | [1,null,3] | [1,null,3]",
                "ARRAY<INT> | [1,\"\"x\"\"] | misfit",
                "ARRAY<INT> | [1 | misfit",
                "ARRAY<INT> | {} | misfit",
                "STRUCT<a: INT, b: DATE> | {\"\"a\"\":1,\"\"b\"\":\"\"2024-01-01\"\"} | {1,2024-01-01}",
                "STRUCT<a: INT> | {\"\"a\"\":1.5} | misfit",
                "MAP<STRING, INT> | {\"\"a\"\":1} | {a->1}",
                "MAP<STRING, INT> | {\"\"a\"\":\"\"b\"\"} | misfit"
            })
    void aTextIsItsValueOrAMisfit(String words, String text, String expected) {
        String quotes = text.replace("\"\"", "\"");
        assertThat(value(TextColumn.parse("c", words), quotes)).isEqualTo(expected.replace("\"\"", "\""));
    }

    @Test
    void nullIsNullAndFitsEverywhere() {
        for (String words : List.of(
                "INT",
                "DECIMAL(5,2)",
                "DATE",
                "TIMESTAMP",
                "timestamp(nanos)",
                "ARRAY<INT>",
                "BINARY",
                "decimal(5,2) base64",
                "decimal(5,2) variable",
                "STRUCT<a: INT>",
                "time(micros)",
                "DOUBLE",
                "STRING")) {
            assertThat(value(TextColumn.parse("c", words), null)).as(words).isNull();
        }
    }

    @Test
    void decimalsInBytesAreExactAtEveryWidth() {
        List<BigDecimal> numbers = new ArrayList<>();
        for (String digits : List.of(
                "0",
                "1",
                "127",
                "128",
                "255",
                "256",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615",
                "18446744073709551616",
                "99999999999999999999999999999999999999",
                "12345678901234567890123456789012345678")) {
            numbers.add(new BigDecimal(new BigInteger(digits), 5));
            numbers.add(new BigDecimal(new BigInteger(digits).negate(), 5));
        }
        TextColumn column = TextColumn.parse("c", "decimal(38,5) base64");

        List<String> texts = numbers.stream().map(TextColumnTest::base64).toList();

        assertThat(values(column, texts))
                .containsExactlyElementsOf(
                        numbers.stream().map(BigDecimal::toPlainString).toList());
        assertThat(value(column, base64(new BigDecimal(new BigInteger("1" + "0".repeat(38)), 5))))
                .isEqualTo(MISFIT);
        assertThat(value(column, base64(new BigDecimal(BigInteger.ONE.shiftLeft(130), 5))))
                .isEqualTo(MISFIT);
    }

    @Test
    void aDecimalOfTheSourceMayGoIntoAnotherScale() {
        TextColumn wider = new TextColumn("c", DataTypes.createDecimalType(20, 4), new Encoding.Unscaled(2));
        TextColumn narrower = new TextColumn("c", DataTypes.createDecimalType(20, 1), new Encoding.Unscaled(2));

        assertThat(value(wider, base64(new BigDecimal("12.34")))).isEqualTo("12.3400");
        assertThat(value(narrower, base64(new BigDecimal("12.30")))).isEqualTo("12.3");
        assertThat(value(narrower, base64(new BigDecimal("12.34")))).isEqualTo(MISFIT);
    }

    @Test
    void withoutASchemaTheRulesSayHowValuesAreSpelled() {
        ValueRules connect = new ValueRules(Decimals.BASE64, Optional.of(TimeUnit.MICROS));
        DataType decimal = DataTypes.createDecimalType(10, 2);

        assertThat(value(TextColumn.of("c", decimal, connect), "BNI=")).isEqualTo("12.34");
        assertThat(value(TextColumn.of("c", decimal, ValueRules.TEXT), "12.34")).isEqualTo("12.34");
        assertThat(value(TextColumn.of("c", DataTypes.TimestampType, connect), "1"))
                .isEqualTo("1970-01-01 00:00:00.000001");
        assertThat(value(TextColumn.of("c", DataTypes.TimestampType, ValueRules.TEXT), "1"))
                .isEqualTo(MISFIT);
    }

    @Test
    void decimalThatNobodyExplainsIsWhatItCanOnlyBe() {
        TextColumn column = TextColumn.of(
                "c", DataTypes.createDecimalType(10, 2), new ValueRules(Decimals.EITHER, Optional.empty()));

        assertThat(values(
                        column,
                        List.of("BNI=", "12.34", "-1234", "12345", "1234", "1E10", "+123", "NaN", "Infinity", "/w==")))
                .containsExactly(
                        "12.34", "12.34", "-1234.00", "12345.00", MISFIT, MISFIT, MISFIT, MISFIT, MISFIT, "-0.01");
    }

    @Test
    void wordsThatAreNoTypeAreRefused() {
        assertThatThrownBy(() -> TextColumn.parse("paid", "money"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot read column paid as money: ")
                .hasMessageEndingWith("Expected a type such as BIGINT, DECIMAL(10,2) or timestamp(millis).");
        assertThatThrownBy(() -> TextColumn.parse("paid", "timestamp(days)"))
                .hasMessage(
                        "Cannot read column paid as timestamp(days): days go with date, and date goes with days. Expected a"
                                + " type such as BIGINT, DECIMAL(10,2) or timestamp(millis).");
    }

    private static String base64(BigDecimal number) {
        return Base64.getEncoder().encodeToString(number.unscaledValue().toByteArray());
    }

    private static String value(TextColumn column, String text) {
        return values(column, Arrays.asList(text)).get(0);
    }

    private static List<String> values(TextColumn column, List<String> texts) {
        List<Row> rows = TestSpark.session()
                .createDataset(texts, Encoders.STRING())
                .toDF("text")
                .select(
                        column.read(col("text")).as("value"),
                        column.misfit(col("text")).as("misfit"))
                .collectAsList();
        List<String> shown = new ArrayList<>();
        for (Row row : rows) {
            shown.add(row.getBoolean(1) ? MISFIT : shown(row.get(0)));
        }
        return shown;
    }

    private static String shown(Object value) {
        if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Row row) {
            return "{" + row.mkString(",") + "}";
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return "{" + map.mkString(",").replace(" ", "") + "}";
        }
        if (value instanceof scala.collection.Iterable<?> many) {
            return "[" + many.mkString(",") + "]";
        }
        if (value instanceof java.sql.Timestamp instant) {
            return instant.toString().replaceFirst("\\.0$", "");
        }
        if (value instanceof java.time.LocalDateTime local) {
            return java.sql.Timestamp.valueOf(local).toString().replaceFirst("\\.0$", "");
        }
        return value == null ? null : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
