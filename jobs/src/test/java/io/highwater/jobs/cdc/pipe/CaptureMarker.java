package io.highwater.jobs.cdc.pipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A table that is captured too, but not shown: when a row that was inserted after some changes comes through, those
 * changes have come through. Its rows are no part of a snapshot, so that it waits for the snapshot's end as well.
 */
final class CaptureMarker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final TestDatabase database;
    private final String table;
    private final String topic;
    private final AtomicLong seen = new AtomicLong();

    private CaptureMarker(TestDatabase database, String table, String topic) {
        this.database = database;
        this.table = table;
        this.topic = topic;
    }

    static CaptureMarker in(TestDatabase database, String schema, CapturePlan plan) {
        String table = schema + ".marker_of_" + plan.name();
        database.execute("CREATE TABLE IF NOT EXISTS " + table + " (id bigint PRIMARY KEY)");
        return new CaptureMarker(database, table, plan.topic(table));
    }

    String table() {
        return table;
    }

    boolean marks(CapturedRecord record) {
        return record.topic().equals(topic);
    }

    void seen(CapturedRecord record) {
        seen.set(id(record.key().orElseThrow()));
    }

    /** Inserts markers until one of them comes. */
    void awaitNext(Runnable check) {
        long first = last() + 1;
        Awaitility.await("a marker of " + table)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    check.run();
                    insertUnless(seen.get() >= first);
                    return seen.get() >= first;
                });
    }

    private void insertUnless(boolean arrived) {
        if (!arrived) {
            database.execute("INSERT INTO " + table + " VALUES (" + (last() + 1) + ")");
        }
    }

    private long last() {
        return database.number("SELECT COALESCE(MAX(id), 0) FROM " + table);
    }

    private static long id(String key) {
        try {
            JsonNode json = JSON.readTree(key);
            return json.path("payload").isMissingNode()
                    ? json.get("id").longValue()
                    : json.get("payload").get("id").longValue();
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("Not a marker: " + key, failure);
        }
    }
}
