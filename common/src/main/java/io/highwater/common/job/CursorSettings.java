package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import io.highwater.common.source.Cursor;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads, of the block {@code incremental}, what says which column tells when a row changed. */
public final class CursorSettings {
    private static final Shape<ZoneId> ZONE =
            Shape.parsed("expected a time zone such as UTC or Europe/Berlin", ZoneOffset.UTC, CursorSettings::zone);

    private CursorSettings() {}

    /** The cursor; what is wrong with it becomes problems of the configuration. */
    public static Cursor from(Section incremental) {
        return new Cursor(
                incremental.text("column"),
                zone(incremental),
                incremental.section("late-commits").choice("wait-for", Cursor.Sight.class),
                incremental.path() + ".column");
    }

    /** The zone of values that carry none, of any block. */
    public static ZoneId zone(Section block) {
        return block.value("zone", ZONE);
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
