package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Dates and times that are counted. */
final class Times {
    private static final long DAY = 86_400;
    private static final int FIRST_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();
    private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();

    private Times() {}

    static Reading days(Column text, DataType type) {
        if (!(type instanceof DateType)) {
            return Words.read(text, type);
        }
        Column days = tryCast(text, DataTypes.IntegerType);
        Column date = when(days.between(FIRST_DAY, LAST_DAY), date_from_unix_date(days));
        return counted(text, date, type);
    }

    static Reading ticks(Column text, DataType type, TimeUnit unit) {
        if (!(type instanceof TimestampType || type instanceof TimestampNTZType)) {
            return Words.read(text, type);
        }
        Column ticks = tryCast(text, DataTypes.LongType);
        Column instant = when(inYears(ticks, unit), timestamp_micros(micros(ticks, unit)));
        return counted(text, instant.cast(type), type);
    }

    static Reading ofDay(Column text, DataType type, TimeUnit unit) {
        Column ticks = tryCast(text, DataTypes.LongType);
        if (type instanceof StringType) {
            Column safe = when(ticks.notEqual(Long.MIN_VALUE), ticks);
            return Reading.exactly(clock(safe, unit));
        }
        if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            Column inDay = ticks.between(0L, DAY * unit.inSecond() - 1);
            return Reading.exactly(
                    when(inDay, timestamp_micros(micros(ticks, unit))).cast(type));
        }
        return Words.read(text, type);
    }

    /** An integer is counted, anything else is in words. */
    private static Reading counted(Column text, Column counted, DataType type) {
        Column integer = text.rlike("^-?[0-9]{1,19}$");
        Reading words = Words.read(text, type);
        return new Reading(
                when(integer, counted).otherwise(words.value()),
                value -> when(integer, lit(false)).otherwise(words.changed(value)));
    }

    private static Column inYears(Column ticks, TimeUnit unit) {
        if (unit == TimeUnit.NANOS) {
            return lit(true);
        }
        long step = unit.inSecond();
        return ticks.between(Instants.FIRST_SECOND * step, Instants.LAST_SECOND * step + step - 1);
    }

    private static Column micros(Column ticks, TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ticks.multiply(1000L);
            case MICROS -> ticks;
            case NANOS ->
                quotient(ticks, 1000L)
                        .minus(when(ticks.mod(1000L).lt(0), lit(1L)).otherwise(lit(0L)));
        };
    }

    private static Column clock(Column ticks, TimeUnit unit) {
        Column seconds = quotient(abs(ticks), unit.inSecond());
        Column hours = quotient(seconds, 3600).cast(DataTypes.StringType);
        Column padded = when(length(hours).lt(2), lpad(hours, 2, "0")).otherwise(hours);
        Column sign = when(ticks.lt(0), lit("-")).otherwise(lit(""));
        return concat(
                sign,
                padded,
                lit(":"),
                twoDigits(quotient(seconds, 60).mod(60)),
                lit(":"),
                twoDigits(seconds.mod(60)),
                fraction(abs(ticks).mod(unit.inSecond()), unit));
    }

    private static Column fraction(Column rest, TimeUnit unit) {
        int width = Long.toString(unit.inSecond()).length() - 1;
        Column digits = rtrim(lpad(rest.cast(DataTypes.StringType), width, "0"), "0");
        return when(rest.equalTo(0), lit("")).otherwise(concat(lit("."), digits));
    }

    private static Column twoDigits(Column number) {
        return lpad(number.cast(DataTypes.StringType), 2, "0");
    }

    private static Column quotient(Column dividend, long divisor) {
        return call_function("div", dividend, lit(divisor));
    }
}
