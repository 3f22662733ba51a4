package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class GoldenGateDecoderTest {
    private static final Decoder GOLDENGATE = new GoldenGateDecoder(KeyNames.of(List.of("ID")));

    @Test
    void everyOperationBecomesItsEvent() {
        List<Event> events = Feed.of(
                        change("I", 1, "'after':{'ID':1,'PRICE':12345678901234567890.123456789012345678}"),
                        change("U", 2, "'before':{'ID':1,'NAME':'a'},'after':{'ID':1,'NAME':'b'}"),
                        change("D", 3, "'before':{'ID':1,'NAME':'b'}"),
                        change("T", 4, "'primary_keys':['ID']"))
                .through(GOLDENGATE);

        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events).extracting(Event::op).containsExactly("U", "U", "D", "T");
        assertThat(events.get(0).row())
                .containsOnly(entry("ID", "1"), entry("PRICE", "12345678901234567890.123456789012345678"));
        assertThat(events.get(2).row()).containsOnly(entry("ID", "1"), entry("NAME", "b"));
        assertThat(events.get(0).sequence()).isEqualTo("00000000000000000001");
        assertThat(events.get(0).table()).isEqualTo("SHOP.ORDERS");
        assertThat(events.get(0).at()).isEqualTo("2023-11-14 22:13:20.123456");
        assertThat(events.get(0).keys()).isNull();
        assertThat(events.get(3).keys()).containsExactly("ID");
        assertThat(GOLDENGATE.sequence()).isEqualTo(DataTypes.StringType);
    }

    @Test
    void missingColumnsAreNamedAndNotInTheRow() {
        Event event = Feed.of(change(
                        "U",
                        1,
                        "'after':{'ID':1,'ID_isMissing':false,'NAME':null,'NAME_isMissing':true,'NOTE':null,'NOTE_isMissing':false,"
                                + "'BLOB_isMissing':true}"))
                .through(GOLDENGATE)
                .get(0);

        assertThat(event.row()).containsOnly(entry("ID", "1"), entry("NOTE", null));
        assertThat(event.missing()).containsExactlyInAnyOrder("NAME", "BLOB");
    }

    @Test
    void aChangedKeyIsADeleteAndAnUpsert() {
        String change = change("U", 1, "'before':{'ID':1,'NAME':'a'},'after':{'ID':2,'NAME':'a'}");

        List<Event> events = Feed.of(change).through(GOLDENGATE);
        assertThat(events).extracting(Event::op).containsExactly("D", "U");
        assertThat(events.get(0).row()).containsOnly(entry("ID", "1"), entry("NAME", "a"));
        assertThat(events.get(1).row()).containsOnly(entry("ID", "2"), entry("NAME", "a"));

        assertThat(Feed.of(change).through(new GoldenGateDecoder(KeyNames.of(List.of("id")))))
                .hasSize(2);
        assertThat(Feed.of(change).through(new GoldenGateDecoder(KeyNames.of(List.of("name")))))
                .hasSize(1);
    }

    @Test
    void whatIsNoEventSaysWhy() {
        List<Event> events = Feed.of(
                        change("I", 1, "'after':{'ID':1}"),
                        "{\"op_type\":\"I\",\"pos\":\"1\",\"after\":{\"ID\":1}",
                        change("X", 1, "'after':{'ID':1}"),
                        change("", 1, "'after':{'ID':1}"),
                        change("U", 1, "'before':{'ID':1}"),
                        change("D", 1, "'after':{'ID':1}"),
                        change("I", 1, "'after':{'ID':1}").replace("\"00000000000000000001\"", "null"),
                        change("I", 1, "'after':{'ID':1}").replace("\"00000000000000000001\"", "\"\""),
                        change("I", 1, "'after':{'ID':1}").replace("\"op_type\":\"I\"", "\"op_type\":null"),
                        change("I", 1, "'after':{'ID':1}"))
                .through(GOLDENGATE);

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        "malformed JSON",
                        "unknown operation X",
                        "an empty operation",
                        "no row",
                        "no row",
                        "no place in the source's order",
                        "no place in the source's order",
                        "no operation",
                        null);
    }

    private static String change(String op, int pos, String rest) {
        return ("{'table':'SHOP.ORDERS','op_type':'" + op + "','op_ts':'2023-11-14 22:13:20.123456','current_ts':"
                        + "'2023-11-14T22:13:21.000000','pos':'" + String.format("%020d", pos) + "'," + rest + "}")
                .replace('\'', '"');
    }
}
