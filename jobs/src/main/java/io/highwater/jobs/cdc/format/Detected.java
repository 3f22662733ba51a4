package io.highwater.jobs.cdc.format;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The format of a feed.
 *
 * @param format the format
 * @param connector the system behind Debezium, where that is the format and it was told
 * @param evidence what was seen that says so, a sentence fragment
 */
public record Detected(Format format, Optional<Connector> connector, String evidence) {
    /**
     * The decoder.
     *
     * @param settings what a user said; goes before what was found
     * @param records the columns of the records
     * @param keys the keys of the tables, for formats that send a changed key as one update
     * @throws UserException if something is missing that only the user can tell
     */
    public Decoder decoder(FormatSettings settings, StructType records, KeyNames keys) {
        return switch (format) {
            case DEBEZIUM -> new DebeziumDecoder(connectorOf(settings), settings.decimalsOf(format));
            case DEBEZIUM_FLATTENED -> new FlattenedDebeziumDecoder(connectorOf(settings), settings.decimalsOf(format));
            case GOLDENGATE -> new GoldenGateDecoder(keys);
            case CANAL -> new CanalDecoder(keys);
            case MAXWELL -> new MaxwellDecoder(keys);
            case DMS -> new DmsDecoder(records, settings.timestampColumn());
            case DELTA -> new DeltaFeedDecoder(keys);
            case COLUMNS -> new ColumnsDecoder(settings.columns(), records);
        };
    }

    private Connector connectorOf(FormatSettings settings) {
        return settings.connector()
                .or(() -> connector)
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot order the events of Debezium: the records do not tell the system they come from ("
                                + evidence
                                + "). Say it with highwater.cdc.debezium.connector = postgresql, mysql, sqlserver, oracle or"
                                + " mongodb."));
    }
}
