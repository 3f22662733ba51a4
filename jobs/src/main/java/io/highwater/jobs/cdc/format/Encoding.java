package io.highwater.jobs.cdc.format;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/** How the value of a column is spelled. */
public sealed interface Encoding {
    /** The words of SQL and of JSON: {@code 12.50}, {@code true}, {@code 2024-01-31 12:00:00.5}, an instant with its zone. */
    record Plain() implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Words.read(text, type);
        }
    }

    /** Days since 1970 as an integer, or a date in words. */
    record Days() implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Times.days(text, type);
        }
    }

    /** Steps since 1970 as an integer, or an instant in words. Nanoseconds are cut to microseconds: Spark has none finer. */
    record Ticks(TimeUnit unit) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Times.ticks(text, type, unit);
        }
    }

    /** Steps since midnight as an integer; a negative or longer time is a duration. */
    record TimeOfDay(TimeUnit unit) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Times.ofDay(text, type, unit);
        }
    }

    /** Base64 of the two's complement of the value without its point, which is {@code scale} digits from the right. */
    record Unscaled(int scale) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return UnscaledDecimal.read(text, scale, type);
        }
    }

    /** {@link Unscaled}, or digits; what could be both is a misfit. */
    record UnscaledOrDigits(int scale) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return UnscaledDecimal.readEither(text, scale, type);
        }
    }

    /** {@code {"scale":2,"value":"BNI="}}, the value as in {@link Unscaled}. */
    record VariableScale() implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return UnscaledDecimal.readWithScale(text, type);
        }
    }

    /** Bytes as base64. */
    record Base64() implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Words.base64(text, type);
        }
    }

    /** A JSON array of values. */
    record ListOf(TextColumn element) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Nested.list(text, element);
        }
    }

    /** A JSON object whose names are keys. */
    record MapOf(TextColumn value) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Nested.map(text, value);
        }
    }

    /** A JSON object whose names are columns; those not there are NULL. */
    record StructOf(List<TextColumn> fields) implements Encoding {
        @Override
        public Reading reading(Column text, DataType type) {
            return Nested.struct(text, fields);
        }
    }

    /** The value and whether it is what the text says. */
    Reading reading(Column text, DataType type);
}
