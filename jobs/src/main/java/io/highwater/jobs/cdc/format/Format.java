package io.highwater.jobs.cdc.format;

/** The formats of change events. In the configuration: {@code debezium}, {@code debezium-flattened} and so on. */
public enum Format {
    DEBEZIUM,
    DEBEZIUM_FLATTENED,
    GOLDENGATE,
    CANAL,
    MAXWELL,
    DMS,
    DELTA,
    /** The user says what the columns mean. */
    COLUMNS
}
