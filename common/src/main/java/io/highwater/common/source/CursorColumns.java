package io.highwater.common.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import io.highwater.common.time.Window;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A cursor as a column of Spark. Sessions run in UTC, so that local times can be counted like instants. */
public final class CursorColumns {
    /** Digits of the largest decimal whose every value is a {@code long}. */
    private static final int LONG_DIGITS = 18;

    private CursorColumns() {}

    /**
     * The cursor among the columns of a source.
     *
     * @throws UserException if it is not there or counts nothing
     */
    public static StructField find(Cursor cursor, StructType schema, String source) {
        String column = cursor.column();
        List<StructField> fields = Arrays.asList(schema.fields());
        StructField field = fields.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot read " + source + " by column " + column + ": there is no such column. It has "
                                + List.of(schema.fieldNames()) + ". Correct " + cursor.setting() + "."));
        if (type(field.dataType()).isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + source + " by column " + field.name() + ": its type is "
                            + field.dataType().sql()
                            + ", it must be a timestamp, a date or a whole number. Name another "
                            + cursor.setting() + ", or give the column a type that can be compared.");
        }
        return field;
    }

    /** What a column of a type counts; empty if nothing. */
    public static Optional<CursorType> type(DataType type) {
        if (type.equals(DataTypes.TimestampType)) {
            return Optional.of(CursorType.INSTANT);
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return Optional.of(CursorType.LOCAL);
        }
        if (type.equals(DataTypes.DateType)) {
            return Optional.of(CursorType.DATE);
        }
        return isInteger(type) ? Optional.of(CursorType.INTEGER) : Optional.empty();
    }

    private static boolean isInteger(DataType type) {
        boolean whole = type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType);
        return whole || (type instanceof DecimalType exact && exact.scale() == 0 && exact.precision() <= LONG_DIGITS);
    }

    /** The column itself, whatever its name is. */
    public static Column of(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }

    /** True for rows inside a window; null where the cursor is. */
    public static Column inside(Window window, String column, CursorType type) {
        Column cursor = of(column);
        Column below = cursor.lt(literal(window.to(), type));
        return window.from().isPresent()
                ? cursor.geq(literal(window.from().getAsLong(), type)).and(below)
                : below;
    }

    /** A position as a value of the cursor's own type. */
    public static Column literal(long position, CursorType type) {
        return switch (type) {
            case INSTANT -> lit(Micros.instant(position));
            case LOCAL -> lit(Micros.local(position));
            case DATE -> lit(LocalDate.ofEpochDay(position));
            case INTEGER -> lit(position);
        };
    }

    /** The position of each row. */
    public static Column position(String column, CursorType type) {
        Column cursor = of(column);
        return switch (type) {
            case INSTANT -> unix_micros(cursor);
            case LOCAL -> unix_micros(cursor.cast(DataTypes.TimestampType));
            case DATE -> unix_date(cursor).cast(DataTypes.LongType);
            case INTEGER -> cursor.cast(DataTypes.LongType);
        };
    }
}
