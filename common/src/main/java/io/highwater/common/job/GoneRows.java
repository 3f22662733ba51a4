package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.TargetSettings;
import java.util.Optional;

/** What becomes of rows of the target that are gone from the source. */
public enum GoneRows {
    /** They are deleted. */
    HARD,
    /** They stay, marked. */
    SOFT;

    /** How such rows are marked, by the block {@code incremental}; empty if they are deleted. */
    public static Optional<SoftDelete> marks(Section incremental, TargetSettings target) {
        return incremental.choice("delete", GoneRows.class) == SOFT
                ? Optional.of(target.softDelete())
                : Optional.empty();
    }
}
