package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.common.error.UserException;
import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnsDecoderTest {
    private static final StructType TYPED = StructType.fromDDL("op STRING, seq BIGINT, id INT, gone BOOLEAN");
    private static final ColumnsSettings USUAL = ColumnsSettings.of(Optional.of("op"), List.of("seq"));

    @Test
    void usualWordsCountInAnyCase() {
        List<Event> events = typed(
                USUAL,
                RowFactory.create("i", 1L, 1, null),
                RowFactory.create("Update", 2L, 1, null),
                RowFactory.create("UPSERT", 3L, 1, null),
                RowFactory.create("delete", 4L, 1, null),
                RowFactory.create("truncate", 5L, null, null));

        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events).extracting(Event::op).containsExactly("U", "U", "U", "D", "T");
        assertThat(events.get(0).row()).containsExactly(entry("seq", "1"), entry("id", "1"), entry("gone", null));
        assertThat(events).extracting(Event::sequence).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whatIsNoEventSaysWhy() {
        List<Event> events = typed(
                USUAL,
                RowFactory.create("x", 1L, 1, null),
                RowFactory.create("", 1L, 1, null),
                RowFactory.create(null, 1L, 1, null),
                RowFactory.create("I", null, 1, null));

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        "unknown operation x", "an empty operation", "no operation", "no place in the source's order");
    }

    @Test
    void aConditionDeletesOnlyWhereItIsTrue() {
        ColumnsSettings settings =
                ColumnsSettings.of(Optional.empty(), List.of("seq")).deletingWhen("gone AND id > 0");

        List<Event> events = typed(
                settings.droppingSequence(),
                RowFactory.create(null, 1L, 1, true),
                RowFactory.create("D", 2L, 1, false),
                RowFactory.create(null, 3L, 1, null));

        assertThat(events).extracting(Event::op).containsExactly("D", "U", "U");
        assertThat(events.get(0).row()).containsOnlyKeys("op", "id", "gone");
    }

    @Test
    void textsOfJsonHaveColumnsToo() {
        ColumnsSettings settings = ColumnsSettings.of(Optional.of("op"), List.of("lsn", "at timestamp"));
        List<Event> events = json(
                settings,
                "{\"op\":\"c\",\"lsn\":9,\"at\":\"2024-01-01 12:00:00\",\"id\":1,\"price\":1.000000000000000001}",
                "{\"op\":\"d\",\"lsn\":\"10\",\"at\":\"2024-01-01T12:00:00Z\",\"id\":1}",
                "{\"op\":\"c\",\"lsn\":9.5,\"at\":\"2024-01-01 12:00:00\",\"id\":1}",
                "{\"op\":\"c\",\"lsn\":9,\"at\":\"12:00:00\",\"id\":1}",
                "{\"op\":\"c\",\"lsn\":9,\"id\":1}",
                "{\"op\":\"c\",\"lsn\":",
                "[]",
                "{\"op\":\"\",\"lsn\":9,\"at\":\"2024-01-01 12:00:00\"}",
                "{\"op\":\"u\",\"lsn\":11,\"at\":\"2024-01-01 12:00:00\",\"id\":2}");

        String unplaced = "no place in the source's order";
        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        null,
                        unplaced,
                        unplaced,
                        unplaced,
                        "malformed JSON",
                        "malformed JSON",
                        "an empty operation",
                        null);
        assertThat(events.get(0).sequence()).isEqualTo("{9, 2024-01-01 12:00:00}");
        assertThat(events.get(1).op()).isEqualTo("D");
        assertThat(events.get(0).row())
                .containsOnly(
                        entry("lsn", "9"),
                        entry("at", "2024-01-01 12:00:00"),
                        entry("id", "1"),
                        entry("price", "1.000000000000000001"));
    }

    @Test
    void aConditionOverJsonSeesTexts() {
        ColumnsSettings settings = ColumnsSettings.of(Optional.empty(), List.of("seq"))
                .deletingWhen("state = 'gone AND done' OR `is-dead` = 'true'");
        List<Event> events = json(
                settings,
                "{\"seq\":1,\"state\":\"gone AND done\"}",
                "{\"seq\":2,\"state\":\"here\",\"is-dead\":true}",
                "{\"seq\":3,\"is-dead\":null}");

        assertThat(events).extracting(Event::op).containsExactly("D", "D", "U");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> typed(ColumnsSettings.of(Optional.of("kind"), List.of("seq"))))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "Cannot use column kind of highwater.cdc.columns: the records have no such column. They have [op,"
                                + " seq, id, gone].");
        assertThatThrownBy(() -> typed(ColumnsSettings.of(Optional.empty(), List.of())))
                .hasMessage(
                        "Cannot order the changes: highwater.cdc.columns.sequence is not set. Name the columns that grow"
                                + " with every change, most significant first.");
        assertThatThrownBy(() -> typed(USUAL.deletingWhen("gone AND (")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot use highwater.cdc.columns.delete-when = gone AND (: ");
    }

    private static List<Event> typed(ColumnsSettings settings, Row... rows) {
        Dataset<Row> records = Feed.typed("file", TYPED, rows);
        return Feed.events(new ColumnsDecoder(settings, records.schema()).events(records));
    }

    private static List<Event> json(ColumnsSettings settings, String... texts) {
        Feed feed = Feed.of(texts);
        return feed.through(new ColumnsDecoder(settings, feed.frame().schema()));
    }
}
