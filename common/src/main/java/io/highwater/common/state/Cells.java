package io.highwater.common.state;

import io.delta.kernel.data.Row;
import io.highwater.common.time.Micros;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Values of state tables that may be NULL. */
final class Cells {
    private Cells() {}

    static OptionalLong number(Row row, int ordinal) {
        return row.isNullAt(ordinal) ? OptionalLong.empty() : OptionalLong.of(row.getLong(ordinal));
    }

    static Optional<String> text(Row row, int ordinal) {
        return row.isNullAt(ordinal) ? Optional.empty() : Optional.of(row.getString(ordinal));
    }

    static Optional<Instant> instant(Row row, int ordinal) {
        return row.isNullAt(ordinal) ? Optional.empty() : Optional.of(Micros.instant(row.getLong(ordinal)));
    }

    static Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
