package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanalDecoderTest {
    private static final Decoder CANAL = new CanalDecoder(KeyNames.of(List.of()));

    @Test
    void everyRowOfDataIsAnEventInItsOrder() {
        List<Event> events = Feed.of(message(
                        "INSERT",
                        "'data':[{'id':'1','amount':'12345678901234567890.123456789012345678','note':null},{'id':'2','note':''}],"
                                + "'old':null,'isDdl':false"))
                .through(CANAL);

        assertThat(events).extracting(Event::op).containsExactly("U", "U");
        assertThat(events)
                .extracting(Event::sequence)
                .containsExactlyInAnyOrder(
                        "{1700000000000, 1700000000500, 7, 0}", "{1700000000000, 1700000000500, 7, 1}");
        Event first = events.stream()
                .filter(event -> event.sequence().endsWith("0}"))
                .findFirst()
                .orElseThrow();
        assertThat(first.row())
                .containsOnly(
                        entry("id", "1"),
                        entry("amount", "12345678901234567890.123456789012345678"),
                        entry("note", null));
        assertThat(first.keys()).containsExactly("id");
        assertThat(first.table()).isEqualTo("shop.orders");
        assertThat(first.at()).isEqualTo("2023-11-14 22:13:20");
    }

    @Test
    void aChangedKeyIsADeleteAndAnUpsert() {
        List<Event> events = Feed.of(
                        message("UPDATE", "'data':[{'id':'2','n':'x'}],'old':[{'id':'1'}],'isDdl':false"),
                        message("UPDATE", "'data':[{'id':'3','n':'x'}],'old':[{'n':'y'}],'isDdl':false"),
                        message("DELETE", "'data':[{'id':'3','n':'x'}],'old':null,'isDdl':false"))
                .through(CANAL);

        assertThat(events).extracting(Event::op).containsExactly("D", "U", "U", "D");
        assertThat(events.get(0).row()).containsOnly(entry("id", "1"), entry("n", "x"));
        assertThat(events.get(1).row()).containsOnly(entry("id", "2"), entry("n", "x"));
    }

    @Test
    void statementsAreSkippedButForTruncate() {
        List<Event> events = Feed.of(
                        message("ALTER", "'data':null,'isDdl':true,'sql':'ALTER TABLE …'"),
                        message("CREATE", "'data':null,'isDdl':true"),
                        message("TRUNCATE", "'data':null,'isDdl':true"))
                .through(CANAL);

        assertThat(events).extracting(Event::op).containsExactly("T");
        assertThat(events.get(0).sequence()).isEqualTo("{1700000000000, 1700000000500, 7, 0}");
    }

    @Test
    void whatIsNoEventSaysWhy() {
        String good = message("INSERT", "'data':[{'id':'1'}],'isDdl':false");
        List<Event> events = Feed.of(
                        good,
                        "{\"type\":\"INSERT\",\"data\":[{\"id\":\"1\"}",
                        message("INSERT", "'data':[5],'isDdl':false"),
                        message("MERGE", "'data':[{'id':'1'}],'isDdl':false"),
                        message("", "'data':[{'id':'1'}],'isDdl':false"),
                        message("INSERT", "'data':null,'isDdl':false"),
                        message("INSERT", "'data':[],'isDdl':false"),
                        good.replace("\"es\":1700000000000,", ""),
                        good.replace("\"type\":\"INSERT\",", ""),
                        good)
                .through(CANAL);

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        "malformed JSON",
                        "malformed JSON",
                        "unknown operation MERGE",
                        "an empty operation",
                        "no row",
                        "no row",
                        "no place in the source's order",
                        "no operation",
                        null);
    }

    private static String message(String type, String rest) {
        return ("{'database':'shop','table':'orders','type':'" + type
                        + "','es':1700000000000,'ts':1700000000500,'id':7,'pkNames':['id'],'mysqlType':{'id':'bigint'},"
                        + rest
                        + "}")
                .replace('\'', '"');
    }
}
