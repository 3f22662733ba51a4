package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.common.source.feed.Records;
import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlattenedDebeziumDecoderTest {
    private static final Decoder POSTGRES = new FlattenedDebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64);

    @Test
    void operationsAndDeletionMarksAreUnderstood() {
        List<Event> events = Feed.of(
                        "{\"id\":1,\"name\":\"Ann\",\"__deleted\":\"false\",\"__op\":\"c\",\"__lsn\":5,\"__table\":\"orders\","
                                + "\"__source_schema\":\"public\",\"__source_ts_ms\":1700000000000}",
                        "{\"id\":1,\"name\":null,\"__deleted\":\"true\",\"__op\":\"d\",\"__source_lsn\":6}",
                        "{\"id\":2,\"__deleted\":\"false\",\"__lsn\":7}",
                        "{\"id\":3,\"__op\":\"d\",\"__lsn\":8}",
                        "{\"id\":4,\"__op\":\"r\",\"__source_sequence\":\"[\\\"3\\\",\\\"9\\\"]\"}")
                .through(POSTGRES);

        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events).extracting(Event::op).containsExactly("U", "D", "U", "D", "U");
        assertThat(events)
                .extracting(Event::sequence)
                .containsExactly("{5, 5}", "{6, 6}", "{7, 7}", "{8, 8}", "{3, 9}");
        assertThat(events.get(0).row()).containsOnly(entry("id", "1"), entry("name", "Ann"));
        assertThat(events.get(0).table()).isEqualTo("public.orders");
        assertThat(events.get(0).at()).isEqualTo("2023-11-14 22:13:20");
        assertThat(events.get(1).table()).as("without __table, the topic").isEqualTo("topic");
    }

    @Test
    void aWrapperIsTakenOffAndItsSchemaKept() {
        List<Event> events = new Feed()
                .message(
                        "{\"id\":1}",
                        "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{\"id\":1,\"__op\":\"u\",\"__lsn\":5}}")
                .message("{\"id\":1}", "{\"schema\":\"s\",\"payload\":\"p\",\"id\":2,\"__op\":\"u\",\"__lsn\":6}")
                .message("{\"id\":1}", "{\"schema\":null,\"payload\":null}")
                .message("{\"id\":1}", null)
                .through(POSTGRES);

        assertThat(events).hasSize(2);
        assertThat(events.get(0).row()).containsOnly(entry("id", "1"));
        assertThat(events.get(0).schema()).isEqualTo("{\"type\":\"struct\",\"fields\":[]}");
        assertThat(events.get(0).keys()).containsExactly("id");
        assertThat(events.get(1).row()).containsOnly(entry("schema", "s"), entry("payload", "p"), entry("id", "2"));
        assertThat(events.get(1).schema()).isNull();
    }

    @Test
    void whatIsNoEventSaysWhy() {
        List<Event> events = Feed.of(
                        "{\"id\":1,\"__op\":\"u\",\"__lsn\":5}",
                        "{\"id\":1,\"__op\":",
                        "{\"schema\":{},\"payload\":{\"id\":1,\"__op\":\"u\",\"__lsn\":5}",
                        "{\"schema\":{},\"payload\":[1]}",
                        "{\"id\":1,\"__op\":\"q\",\"__lsn\":5}",
                        "{\"id\":1,\"__op\":\"\",\"__lsn\":5}",
                        "{\"id\":1,\"__op\":null,\"__lsn\":5}",
                        "{\"id\":1,\"__deleted\":\"maybe\",\"__lsn\":5}",
                        "{\"id\":1,\"__op\":\"u\",\"__lsn\":\"five\"}",
                        "{\"id\":1,\"__op\":\"u\"}",
                        "{\"id\":1,\"__deleted\":\"false\",\"__lsn\":9}")
                .through(POSTGRES);

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        "malformed JSON",
                        "malformed JSON",
                        "malformed JSON",
                        "unknown operation q",
                        "an empty operation",
                        "no operation",
                        "unknown operation maybe",
                        "no place in the source's order",
                        "no place in the source's order",
                        null);
    }

    @Test
    void unavailableValuesAreNamedAndNotInTheRow() {
        Event event = Feed.of("{\"id\":1,\"note\":\"__debezium_unavailable_value\",\"__op\":\"u\",\"__lsn\":5}")
                .through(POSTGRES)
                .get(0);

        assertThat(event.missing()).containsExactly("note");
        assertThat(event.row()).containsOnly(entry("id", "1"));
    }

    @Test
    void changedKeyWithoutAllValuesIsAProblem() {
        Event event = Feed.of("{\"id\":1,\"note\":\"__debezium_unavailable_value\",\"__op\":\"c\",\"__lsn\":5}")
                .through(POSTGRES)
                .get(0);

        assertThat(event.problem()).startsWith("the key of this row changed, and the source did not send note,");
    }

    @Test
    void theKeyOfAMessageIsKeptForWhatIsNoEvent() {
        assertThat(POSTGRES.events(new Feed().message("{\"id\":7}", "{\"id\":").frame())
                        .select(Records.KEY)
                        .head()
                        .getString(0))
                .isEqualTo("{\"id\":7}");
    }

    @Test
    void mysqlIsOrderedByFilePositionAndRow() {
        Event event = Feed.of("{\"id\":1,\"__op\":\"u\",\"__file\":\"binlog.000012\",\"__pos\":40,\"__row\":1,"
                        + "\"__db\":\"shop\",\"__table\":\"orders\"}")
                .through(new FlattenedDebeziumDecoder(Connector.MYSQL, Decimals.BASE64))
                .get(0);

        assertThat(event.sequence()).isEqualTo("{12, 40, 1, 0, topic-0, 0}");
        assertThat(event.table()).isEqualTo("shop.orders");
    }
}
