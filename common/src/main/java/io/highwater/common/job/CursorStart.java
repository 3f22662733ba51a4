package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Cursor;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.PositionText;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an incremental job begins: rows below are none of its business.
 *
 * @param text a position as written; empty for the beginning
 */
public record CursorStart(Optional<String> text) {
    /** Reads it off the block {@code incremental}. */
    public static CursorStart from(Section incremental) {
        return new CursorStart(incremental.optionalText("start"));
    }

    /**
     * The position, once the cursor's type is known; empty for the beginning.
     *
     * @throws UserException if what is written is no position of such a cursor
     */
    public OptionalLong position(Cursor cursor, CursorType type) {
        return text.map(written -> OptionalLong.of(PositionText.parse(written, type, cursor.zone())
                        .orElseThrow(() -> unfit(written, cursor, type))))
                .orElse(OptionalLong.empty());
    }

    private static UserException unfit(String written, Cursor cursor, CursorType type) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot use highwater.incremental.start = " + written + ": expected "
                        + (type.isTime()
                                ? "a date or a time such as 2024-01-01 or 2024-01-01T06:00:00Z"
                                : "a whole number")
                        + ", because " + cursor.column() + " is one.");
    }
}
