package io.highwater.common.source.jdbc;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Dates and timestamps out of ISO text. A source marks a value outside the years 0001 to 9999 with {@link #OUTSIDE}
 * before it, so that the many values inside are parsed once and never compared.
 */
final class Moments {
    /** Stands before the text of a value outside the range. */
    static final String OUTSIDE = "!";

    /** The first date inside. */
    static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);

    /** The last date inside. */
    static final LocalDate LAST_DATE = LocalDate.of(9999, 12, 31);

    private static final LocalDateTime FIRST = FIRST_DATE.atStartOfDay();
    private static final LocalDateTime LAST = LAST_DATE.atTime(23, 59, 59, 999_999_000);
    /** Why such a value is refused. */
    static final String OUTSIDE_RANGE =
            "which is outside the years 0001 to 9999; set out-of-range to as-null or limit to read it";

    private static final String NOT_A_MOMENT =
            "which is not a date of the calendar; set out-of-range to as-null to read it as NULL";

    private Moments() {}

    /** A date out of {@code 2024-05-01}. */
    static Conversion date(OutOfRange policy) {
        return text(DataTypes.DateType, lit(FIRST_DATE), lit(LAST_DATE), policy, "");
    }

    /** A timestamp without a zone out of {@code 2024-05-01 12:00:00.5}. */
    static Conversion timestampNtz(OutOfRange policy) {
        return text(DataTypes.TimestampNTZType, lit(FIRST), lit(LAST), policy, "");
    }

    /** An instant out of the same text, in UTC. */
    static Conversion timestampInUtc(OutOfRange policy) {
        return text(DataTypes.TimestampType, lit(instant(FIRST)), lit(instant(LAST)), policy, "Z");
    }

    /** An instant out of microseconds since 1970; 0 stands for a zero date. */
    static Conversion timestampOfMicros(OutOfRange policy) {
        return (raw, column) -> {
            Column zero = onOutside(
                    policy, lit(OUTSIDE + "0000-00-00 00:00:00"), lit(instant(FIRST)), lit(instant(LAST)), column);
            return when(raw.equalTo(0L), zero).otherwise(timestamp_micros(raw));
        };
    }

    /** Refuses, whatever the policy, text with more digits than Spark's six after the second. */
    static Conversion toTheMicrosecond(Conversion conversion) {
        return (raw, column) -> {
            Column finer = Refusal.raise(raw, column, "which is finer than a microsecond" + Refusal.asText(column));
            return conversion.apply(
                    when(raw.rlike("[.][0-9]{6}[0-9]*[1-9]"), finer).otherwise(raw), column);
        };
    }

    private static Conversion text(DataType type, Column first, Column last, OutOfRange policy, String suffix) {
        return (raw, column) -> {
            Column complete = suffix.isEmpty() ? raw : concat(raw, lit(suffix));
            Column parsed = tryCast(complete, type);
            return coalesce(parsed, when(raw.isNotNull(), onOutside(policy, raw, first, last, column)));
        };
    }

    private static Column onOutside(OutOfRange policy, Column raw, Column first, Column last, String column) {
        return switch (policy) {
            case AS_NULL -> lit(null);
            case FAIL -> fail(raw, column);
            case LIMIT ->
                when(raw.rlike("^!(-|0|.*BC)"), first)
                        .when(raw.startsWith(OUTSIDE), last)
                        .otherwise(fail(raw, column));
        };
    }

    private static Column fail(Column raw, String column) {
        Column value = raw.substr(lit(OUTSIDE.length() + 1), lit(Integer.MAX_VALUE));
        return when(raw.startsWith(OUTSIDE), Refusal.raise(value, column, OUTSIDE_RANGE))
                .otherwise(Refusal.raise(raw, column, NOT_A_MOMENT));
    }

    private static Instant instant(LocalDateTime moment) {
        return moment.toInstant(ZoneOffset.UTC);
    }
}
