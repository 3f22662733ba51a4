package io.highwater.common.target;

import io.highwater.common.config.Percent;
import io.highwater.common.config.Section;
import java.util.Optional;

/**
 * The block {@code target.upkeep}: when the files of a table are put in order.
 *
 * @param mode whether that is done at all
 * @param smallFiles so many small files are brought together
 * @param maxDeleted a file more of whose rows are deleted is written anew
 * @param fileSize how large files are to be, in bytes; one of less than half of it is small
 * @param keeping what of the table's past stays
 * @param vacuum when files are deleted that nothing of that needs
 */
public record UpkeepSettings(
        Mode mode, int smallFiles, Percent maxDeleted, long fileSize, Keeping keeping, VacuumSettings vacuum) {
    /** What holds where nothing is said, as in {@code reference.conf}. */
    public static final UpkeepSettings USUAL =
            new UpkeepSettings(Mode.AUTO, 10, Percent.of(10), 32_000_000, Keeping.USUAL, VacuumSettings.USUAL);

    private static final int MANY = 1_000_000;

    /** Whether there is upkeep. */
    public enum Mode {
        /** After runs that have written, where it is due, and by {@code upkeep}. */
        AUTO,
        /** By {@code upkeep} alone. */
        APART,
        /** Never. */
        OFF
    }

    /** Reads the block; what is wrong with it becomes a problem of the configuration. */
    static UpkeepSettings from(Optional<Section> block) {
        return block.map(UpkeepSettings::from).orElse(USUAL);
    }

    private static UpkeepSettings from(Section block) {
        return new UpkeepSettings(
                block.optionalChoice("mode", Mode.class).orElse(USUAL.mode),
                block.optionalInteger("small-files", 2, MANY).orElse(USUAL.smallFiles),
                block.optionalPercent("max-deleted").orElse(USUAL.maxDeleted),
                block.optionalBytes("file-size").orElse(USUAL.fileSize),
                Keeping.from(block),
                VacuumSettings.from(block.optionalSection("vacuum")));
    }

    /** Up to how many bytes a file is small. */
    public long small() {
        return fileSize / 2;
    }
}
