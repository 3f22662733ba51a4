package io.highwater.common.source.jdbc;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestSpark;
import io.highwater.common.time.Window;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;

/** Opens changes of a test database by a column named {@code at}, and reads windows of them. */
final class Windows {
    private Windows() {}

    static Changes open(JdbcSettings settings) {
        return open(settings, "at");
    }

    static Changes open(JdbcSettings settings, String column) {
        Cursor cursor = new Cursor(column, ZoneOffset.UTC, Sight.ALL, "highwater.incremental.column");
        return new JdbcSource(settings).changes(TestSpark.session(), cursor, Clock.systemUTC());
    }

    /** The ids of the rows with a cursor inside. */
    static List<Long> ids(Changes changes, Window window) {
        return ids(changes, window, WithoutCursor.LEFT_OUT);
    }

    static List<Long> ids(Changes changes, Window window, WithoutCursor withoutCursor) {
        try (Reading reading = changes.open(window, withoutCursor)) {
            return ids(reading);
        }
    }

    static List<Long> ids(Reading reading) {
        return reading.rows().select(functions.col("id").cast("long")).as(Encoders.LONG()).collectAsList().stream()
                .sorted()
                .toList();
    }

    /** A time without a zone, or in UTC, as its position. */
    static long at(String moment) {
        return CursorTexts.micros(moment);
    }
}
