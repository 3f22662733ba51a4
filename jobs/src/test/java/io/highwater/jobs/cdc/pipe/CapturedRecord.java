package io.highwater.jobs.cdc.pipe;

import java.util.Optional;

/**
 * What Debezium hands to a topic, as JSON text.
 *
 * @param topic the topic that Debezium names for it
 * @param key empty if the table has no key
 * @param value empty for a tombstone
 */
public record CapturedRecord(String topic, Optional<String> key, Optional<String> value) {
    /** <code>{"topic": …, "key": …, "value": …}</code> on one line, with null for what is empty. */
    public String line() {
        return "{\"topic\":\"%s\",\"key\":%s,\"value\":%s}".formatted(topic, key.orElse("null"), value.orElse("null"));
    }
}
