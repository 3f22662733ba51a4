package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.jobs.cdc.format.Feed.Event;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DeltaFeedDecoderTest {
    private static final StructType COLUMNS = StructType.fromDDL(
            "id INT, name STRING, _change_type STRING, _commit_version BIGINT, _commit_timestamp TIMESTAMP");

    @Test
    void rowsBeforeAnUpdateAreLeftOut() {
        List<Event> events = decoded(
                row(1, "a", "insert", 3L),
                row(1, "a", "update_preimage", 4L),
                row(1, "b", "update_postimage", 4L),
                row(1, "b", "delete", 5L));

        assertThat(events).extracting(Event::op).containsExactly("U", "U", "D");
        assertThat(events).extracting(Event::sequence).containsExactly("3", "4", "5");
        assertThat(events.get(1).row()).containsExactly(entry("id", "1"), entry("name", "b"));
        assertThat(events.get(0).at()).isEqualTo("2024-01-01 12:00:00");
    }

    @Test
    void aRowWhoseKeyAnUpdateChangesIsDeleted() {
        List<Event> events = decoded(
                row(1, "a", "update_preimage", 4L),
                row(2, "b", "update_preimage", 4L),
                row(2, "a", "update_postimage", 4L),
                row(3, "b", "update_postimage", 4L),
                row(3, "b", "update_preimage", 5L),
                row(3, "c", "update_postimage", 5L));

        assertThat(events)
                .extracting(event -> event.op() + event.row().get("id") + "@" + event.sequence())
                .containsExactlyInAnyOrder("D1@4", "U2@4", "U3@4", "U3@5");
    }

    @Test
    void whatIsNoEventSaysWhy() {
        List<Event> events = decoded(row(1, "a", "merge", 3L), row(1, "a", null, 3L), row(1, "a", "insert", null));

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly("unknown operation merge", "no operation", "no place in the source's order");
    }

    private static Row row(int id, String name, String change, Long version) {
        return RowFactory.create(id, name, change, version, Timestamp.valueOf("2024-01-01 12:00:00"));
    }

    private static List<Event> decoded(Row... rows) {
        return Feed.events(new DeltaFeedDecoder(KeyNames.of(List.of("id"))).events(Feed.typed("delta", COLUMNS, rows)));
    }
}
