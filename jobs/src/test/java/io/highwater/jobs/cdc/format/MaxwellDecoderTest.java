package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaxwellDecoderTest {
    private static final Decoder MAXWELL = new MaxwellDecoder(KeyNames.of(List.of()));

    @Test
    void rowsAreOrderedWithinTheirTransactionAndTheCommitIsLast() {
        List<Event> events = Feed.of(
                        row("insert", "'xid':9,'xoffset':0,'data':{'id':1}"),
                        row("update", "'xid':9,'xoffset':1,'data':{'id':1},'old':{'name':'x'}"),
                        row("delete", "'xid':9,'commit':true,'data':{'id':1}"),
                        row("bootstrap-insert", "'data':{'id':2}"))
                .through(MAXWELL);

        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events).extracting(Event::op).containsExactly("U", "U", "D", "U");
        assertThat(events)
                .extracting(Event::sequence)
                .containsExactly(
                        "{1700000000, 9, 0}",
                        "{1700000000, 9, 1}",
                        "{1700000000, 9, 9223372036854775807}",
                        "{1700000000, 0, 0}");
        assertThat(events.get(0).table()).isEqualTo("shop.orders");
        assertThat(events.get(0).at()).isEqualTo("2023-11-14 22:13:20");
        assertThat(events.get(0).keys()).isNull();
    }

    @Test
    void numbersKeepTheirDigits() {
        Event event = Feed.of(row(
                        "insert",
                        "'xid':9,'data':{'a':12345678901234567890.123456789012345678,'b':1.000000000000000001,"
                                + "'c':18446744073709551615,'d':{'x':[1,null]},'e':'','f':null,'g':'é😀\\\"'}"))
                .through(MAXWELL)
                .get(0);

        assertThat(event.row())
                .containsOnly(
                        entry("a", "12345678901234567890.123456789012345678"),
                        entry("b", "1.000000000000000001"),
                        entry("c", "18446744073709551615"),
                        entry("d", "{\"x\":[1,null]}"),
                        entry("e", ""),
                        entry("f", null),
                        entry("g", "é😀\""));
    }

    @Test
    void aChangedKeyIsADeleteAndAnUpsert() {
        String changed = "'xid':9,'data':{'id':2,'name':'Ann'},'old':{'id':1}";
        String told = changed + ",'primary_key_columns':['id']";

        List<Event> events = Feed.of(row("update", told)).through(MAXWELL);
        assertThat(events).extracting(Event::op).containsExactly("D", "U");
        assertThat(events.get(0).row()).containsOnly(entry("id", "1"), entry("name", "Ann"));
        assertThat(events.get(1).row()).containsOnly(entry("id", "2"), entry("name", "Ann"));
        assertThat(events.get(0).sequence()).isEqualTo(events.get(1).sequence());
        assertThat(events.get(0).keys()).containsExactly("id");

        assertThat(Feed.of(row("update", changed)).through(new MaxwellDecoder(KeyNames.of(List.of("ID")))))
                .hasSize(2);
        assertThat(Feed.of(row("update", changed)).through(new MaxwellDecoder(KeyNames.of(List.of("name")))))
                .hasSize(1);
        assertThat(Feed.of(row("update", changed)).through(MAXWELL)).hasSize(1);
    }

    @Test
    void statementsAndMarksAreNoEvents() {
        List<Event> events = Feed.of(
                        row("table-create", "'sql':'CREATE …'"),
                        row("bootstrap-start", "'data':{}"),
                        row("bootstrap-complete", "'data':{}"),
                        row("insert", "'xid':1,'data':{'id':1}"))
                .through(MAXWELL);

        assertThat(events).hasSize(1);
    }

    @Test
    void whatIsNoEventSaysWhy() {
        List<Event> events = Feed.of(
                        row("insert", "'xid':1,'data':{'id':1}"),
                        "{\"type\":\"insert\",\"data\":{\"id\":",
                        row("replace", "'xid':1,'data':{'id':1}"),
                        row("", "'xid':1,'data':{'id':1}"),
                        row("insert", "'data':{'id':1}"),
                        row("insert", "'xid':1,'data':null"),
                        row("insert", "'xid':1,'data':{'id':2}").replace("\"type\":\"insert\",", ""),
                        null,
                        row("insert", "'xid':1,'data':{'id':3}"))
                .through(MAXWELL);

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        "malformed JSON",
                        "unknown operation replace",
                        "an empty operation",
                        "no place in the source's order",
                        "no row",
                        "no operation",
                        "the record has no value",
                        null);
    }

    private static String row(String type, String rest) {
        return ("{'database':'shop','table':'orders','type':'" + type + "','ts':1700000000," + rest + "}")
                .replace('\'', '"');
    }
}
