package io.highwater.common.source.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A column's values as whole numbers in the same order, so that a range can be halved.
 *
 * @param position the number of a value in the database's text
 * @param literal the SQL of a number
 */
record Axis(Function<String, BigInteger> position, Function<BigInteger, String> literal) {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    /** The axis of a column, where its type has one. */
    static Optional<Axis> of(SourceColumn column) {
        return Optional.ofNullable(
                switch (column.jdbcType()) {
                    case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                        new Axis(BigInteger::new, BigInteger::toString);
                    case Types.DECIMAL, Types.NUMERIC -> decimals(column.scale());
                    case Types.DATE -> new Axis(Axis::day, Axis::dayLiteral);
                    case Types.TIMESTAMP -> new Axis(Axis::micros, Axis::microsLiteral);
                    default -> null;
                });
    }

    private static Axis decimals(int scale) {
        return new Axis(
                text -> new BigDecimal(text).setScale(scale).unscaledValue(),
                number -> new BigDecimal(number, scale).toPlainString());
    }

    private static BigInteger day(String text) {
        return BigInteger.valueOf(LocalDate.parse(text).toEpochDay());
    }

    private static String dayLiteral(BigInteger day) {
        return "DATE '" + LocalDate.ofEpochDay(day.longValueExact()) + "'";
    }

    private static BigInteger micros(String text) {
        return BigInteger.valueOf(EPOCH.until(LocalDateTime.parse(text, MOMENT), ChronoUnit.MICROS));
    }

    private static String microsLiteral(BigInteger micros) {
        LocalDateTime moment = EPOCH.plus(micros.longValueExact(), ChronoUnit.MICROS);
        return "TIMESTAMP '" + MOMENT.format(moment) + "'";
    }
}
