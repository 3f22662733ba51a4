package io.highwater.jobs.cdc.pipe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Debezium captures, and in which shape. Unless told otherwise: a snapshot first, then every change as an
 * envelope without an embedded schema; numerics precise, times adaptive, truncates included, a tombstone after each
 * delete.
 *
 * @param name unique among the captures of a server, and the prefix of the topics unless {@code topic.prefix} is set; small
 *     letters, digits and underscores
 * @param tables the tables, each with its schema (PostgreSQL) or database (MariaDB) before a dot
 * @param settings Debezium's own, over those that the capture chooses
 */
public record CapturePlan(String name, List<String> tables, Map<String, String> settings) {
    private static final String UNWRAP = "transforms.unwrap.";

    public CapturePlan {
        if (!name.matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("A capture's name cannot be " + name);
        }
        tables = List.copyOf(tables);
        settings = Map.copyOf(settings);
    }

    /** The plan for these tables, in the usual shape. */
    public static CapturePlan of(String name, String... tables) {
        return new CapturePlan(name, List.of(tables), Map.of());
    }

    /** With one of Debezium's settings, for instance {@code decimal.handling.mode} or {@code snapshot.mode}. */
    public CapturePlan with(String setting, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(setting, value);
        return new CapturePlan(name, tables, more);
    }

    /** Keys and values each as an object of {@code schema} and {@code payload}. */
    public CapturePlan withSchemas() {
        return with("key.converter.schemas.enable", "true").with("value.converter.schemas.enable", "true");
    }

    /** Rows instead of envelopes, with PostgreSQL's {@code __op}, {@code __lsn} and so on beside the columns. */
    public CapturePlan flattened() {
        return flattened("op", "lsn", "source.ts_ms", "table");
    }

    /** Rows instead of envelopes, with these of the envelope's fields; a delete is a row too, without a tombstone. */
    public CapturePlan flattened(String... fields) {
        return with("transforms", "unwrap")
                .with(UNWRAP + "type", "io.debezium.transforms.ExtractNewRecordState")
                .with(UNWRAP + "add.fields", String.join(",", fields))
                .with(UNWRAP + "delete.tombstone.handling.mode", "rewrite");
    }

    /** The topic of one of the tables. */
    public String topic(String table) {
        return settings.getOrDefault("topic.prefix", name) + "." + table;
    }
}
