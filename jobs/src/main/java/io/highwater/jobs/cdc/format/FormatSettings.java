package io.highwater.jobs.cdc.format;

import io.highwater.common.config.Section;
import java.util.Optional;

/**
 * What a load of change events is told about their format.
 *
 * @param format the format; empty to find it out
 * @param connector the system behind Debezium; empty to find it out
 * @param decimals how decimals are spelled that no schema describes; empty for what the format does
 * @param integers the unit of timestamps that are integers, where no schema tells; empty if there are none
 * @param timestampColumn the timestamp column of AWS DMS
 * @param columns what the columns mean, for {@link Format#COLUMNS}
 */
public record FormatSettings(
        Optional<Format> format,
        Optional<Connector> connector,
        Optional<Decimals> decimals,
        Optional<TimeUnit> integers,
        Optional<String> timestampColumn,
        ColumnsSettings columns) {
    private enum Choice {
        AUTO,
        DEBEZIUM,
        DEBEZIUM_FLATTENED,
        GOLDENGATE,
        CANAL,
        MAXWELL,
        DMS,
        DELTA,
        COLUMNS
    }

    private enum Spelling {
        BASE64,
        TEXT
    }

    /** Reads the block {@code cdc}: {@code format}, {@code debezium}, {@code dms}, {@code columns} and {@code values}. */
    public static FormatSettings from(Section cdc) {
        Section values = cdc.section("values");
        return new FormatSettings(
                cdc.optionalChoice("format", Choice.class)
                        .filter(choice -> choice != Choice.AUTO)
                        .map(choice -> Format.valueOf(choice.name())),
                cdc.section("debezium").optionalChoice("connector", Connector.class),
                values.optionalChoice("decimals", Spelling.class).map(spelling -> Decimals.valueOf(spelling.name())),
                values.optionalChoice("timestamps", TimeUnit.class),
                cdc.section("dms").optionalText("timestamp-column"),
                ColumnsSettings.from(cdc.section("columns")));
    }

    /** How decimals are spelled in a format where no schema tells. */
    public Decimals decimalsOf(Format of) {
        boolean connect = of == Format.DEBEZIUM || of == Format.DEBEZIUM_FLATTENED;
        return decimals.orElse(connect ? Decimals.EITHER : Decimals.TEXT);
    }
}
