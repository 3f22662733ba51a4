package io.highwater.common.target;

import io.highwater.common.config.Percent;
import io.highwater.common.config.Section;
import java.time.Duration;
import java.util.Optional;

/**
 * The block {@code target.upkeep.vacuum}: when files are deleted that no version needs which is kept.
 *
 * @param mode whether that is done at all
 * @param every at least so often, if there is something to delete
 * @param maxRemoved earlier, when files that may go are more than this share of the table
 */
public record VacuumSettings(Mode mode, Duration every, Percent maxRemoved) {
    static final VacuumSettings USUAL = new VacuumSettings(Mode.AUTO, Duration.ofDays(7), Percent.of(20));

    /** Whether files are deleted. */
    public enum Mode {
        /** By {@code upkeep}, where it is due. */
        AUTO,
        /** Never. */
        OFF
    }

    static VacuumSettings from(Optional<Section> block) {
        return block.map(VacuumSettings::from).orElse(USUAL);
    }

    private static VacuumSettings from(Section block) {
        return new VacuumSettings(
                block.optionalChoice("mode", Mode.class).orElse(USUAL.mode),
                block.optionalDuration("every").orElse(USUAL.every),
                block.optionalPercent("max-removed").orElse(USUAL.maxRemoved));
    }
}
