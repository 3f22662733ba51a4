package io.highwater.jobs.cdc;

import io.highwater.common.source.feed.Feed;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.jobs.cdc.format.Connector;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import io.highwater.jobs.cdc.format.Detection;
import io.highwater.jobs.cdc.format.Format;
import io.highwater.jobs.cdc.format.KeyNames;
import io.highwater.jobs.cdc.format.ValueRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds out which format records have: what the user says, or what was found before, or what they look like. */
record Recognition(CdcSettings settings) {
    private static final int SAMPLE = 50;
    private static final String FORMAT = "format";
    private static final String CONNECTOR = "connector";

    /**
     * Does it.
     *
     * @param present the records that are there
     * @param feed what they are of, in words
     * @param reading what was found when the feed was first read
     * @return the format; empty if there are no records and nobody says anything
     */
    Optional<Detected> of(Dataset<Row> present, Feed.Form form, String feed, Optional<FeedCheckpoint.Reading> reading) {
        Optional<Format> said = settings.format().format();
        boolean debezium = said.filter(format -> format == Format.DEBEZIUM || format == Format.DEBEZIUM_FLATTENED)
                .isPresent();
        if (said.isPresent() && !debezium) {
            return Optional.of(new Detected(said.get(), Optional.empty(), "highwater.cdc.format"));
        }
        if (reading.isPresent()) {
            Map<String, String> facts = reading.get().facts();
            return Optional.of(new Detected(
                    said.orElseGet(() -> Format.valueOf(facts.get(FORMAT))),
                    Optional.ofNullable(facts.get(CONNECTOR)).map(Connector::valueOf),
                    "found when the feed was first read"));
        }
        if (form == Feed.Form.COLUMNS) {
            return Optional.of(Detection.ofColumns(present.schema(), feed));
        }
        List<Row> records = present.limit(SAMPLE).collectAsList();
        return records.isEmpty() ? Optional.empty() : Optional.of(Detection.ofTexts(records, feed));
    }

    /** What the next run should know. */
    static Map<String, String> facts(Detected detected) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(FORMAT, detected.format().name());
        detected.connector().ifPresent(connector -> facts.put(CONNECTOR, connector.name()));
        return facts;
    }

    /** What understands records of a format. */
    Decoder decoder(Detected detected, Dataset<Row> records) {
        return detected.decoder(settings.format(), records.schema(), keys());
    }

    /** In the source's words: it knows nothing of other names in a target. */
    private KeyNames keys() {
        return new KeyNames(settings.routes().stream()
                .map(route -> new KeyNames.OfTable(
                        settings.hasOneTable() ? Optional.empty() : Optional.of(route.pattern()),
                        route.target().key().stream()
                                .map(settings.columns()::source)
                                .toList()))
                .toList());
    }

    /** How values are spelled in a format. */
    ValueRules rules(Format format) {
        return new ValueRules(
                settings.format().decimalsOf(format), settings.format().integers());
    }
}
