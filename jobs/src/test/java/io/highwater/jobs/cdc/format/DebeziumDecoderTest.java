package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DebeziumDecoderTest {
    private static final Decoder POSTGRES = new DebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64);

    @Test
    void everyOperationBecomesItsEvent() {
        List<Event> events = Feed.of(
                        envelope("r", "null", "{'id':1,'name':'Ann'}"),
                        envelope("c", "null", "{'id':2,'name':'Bob'}"),
                        envelope("u", "{'id':2,'name':'Bob'}", "{'id':2,'name':'Rob'}"),
                        envelope("d", "{'id':2,'name':null}", "null"),
                        envelope("t", "null", "null"))
                .through(POSTGRES);

        assertThat(events).extracting(Event::op).containsExactly("U", "U", "U", "D", "T");
        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events.get(2).row()).containsOnly(entry("id", "2"), entry("name", "Rob"));
        assertThat(events.get(3).row()).containsOnly(entry("id", "2"), entry("name", null));
        assertThat(events.get(4).row()).isNull();
        assertThat(events.get(0).table()).isEqualTo("public.orders");
        assertThat(events.get(0).at()).isEqualTo("2023-11-14 22:13:20");
        assertThat(events.get(0).sequence()).isEqualTo("{90, 100}");
    }

    @Test
    void tombstonesLogicalMessagesAndBlankLinesAreNoEvents() {
        List<Event> events = Feed.of(
                        null,
                        "null",
                        "{\"schema\":null,\"payload\":null}",
                        envelope("m", "null", "null"),
                        " ",
                        envelope("c", "null", "{'id':1}"))
                .through(POSTGRES);

        assertThat(events).extracting(Event::op).containsExactly("U");
    }

    @Test
    void whatIsNoEventSaysWhyAndKeepsItsText() {
        String truncated = "{\"op\":\"u\",\"after\":{\"id\":1";
        List<Event> events = Feed.of(
                        envelope("c", "null", "{'id':1}"),
                        truncated,
                        "no json",
                        envelope("c", "null", "{'id':2}") + " {}",
                        envelope("c", "null", "{'id':2}") + "," + envelope("c", "null", "{'id':3}"),
                        envelope("c", "null", "5"),
                        "[1]",
                        envelope("x", "null", "{'id':1}"),
                        envelope("", "null", "{'id':1}"),
                        envelope("c", "null", "{'id':1}").replace("\"op\":\"c\"", "\"op\":null"),
                        envelope("c", "null", "{'id':1}").replace("\"op\":\"c\",", ""),
                        envelope("u", "null", "null"),
                        envelope("d", "null", "null"),
                        envelope("c", "null", "{'id':9}"))
                .through(POSTGRES);

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        null,
                        "malformed JSON",
                        "malformed JSON",
                        "malformed JSON",
                        "malformed JSON",
                        "malformed JSON",
                        "malformed JSON",
                        "unknown operation x",
                        "an empty operation",
                        "no operation",
                        "no operation",
                        "no row",
                        "no row",
                        null);
        assertThat(events)
                .filteredOn(event -> event.problem() != null)
                .extracting(Event::op)
                .containsOnlyNulls();
        assertThat(events.get(1).raw()).isEqualTo(truncated);
    }

    @Test
    void aWrapperIsTakenOffAndItsSchemaKept() {
        String schema = "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"id\"}]}";
        List<Event> events = new Feed()
                .message(
                        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":7,\"region\":\"eu\"}}",
                        "{\"schema\":" + schema + ",\"payload\":" + envelope("c", "null", "{'id':7}") + "}")
                .through(POSTGRES);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).op()).isEqualTo("U");
        assertThat(events.get(0).row()).containsOnly(entry("id", "7"));
        assertThat(events.get(0).schema()).isEqualTo(schema);
        assertThat(events.get(0).keys()).containsExactly("id", "region");
    }

    @Test
    void aDeleteWithoutBeforeHasTheRowOfItsKey() {
        List<Event> events = new Feed()
                .message("{\"id\":7}", envelope("d", "null", "null"))
                .message("\"7\"", envelope("d", "null", "null"))
                .through(POSTGRES);

        assertThat(events.get(0).op()).isEqualTo("D");
        assertThat(events.get(0).row()).containsOnly(entry("id", "7"));
        assertThat(events.get(0).keys()).containsExactly("id");
        assertThat(events.get(1).problem()).isEqualTo("no row");
        assertThat(events.get(1).keys()).isNull();
    }

    @Test
    void valuesKeepTheirTexts() {
        Event event = Feed.of(envelope(
                        "c",
                        "null",
                        "{'id':99999999999999999999999999999999999999,'empty':'','none':null,"
                                + "'text':'Grüße \\\\ \\\"x\\\" \\u00e9 😀','flag':true,"
                                + "'doc':{'a':[1,{'b':'c'}]},'json':'{\\\"k\\\": 1.50}','small':-0.5}"))
                .through(POSTGRES)
                .get(0);

        assertThat(event.row())
                .containsOnly(
                        entry("id", "99999999999999999999999999999999999999"),
                        entry("empty", ""),
                        entry("none", null),
                        entry("text", "Grüße \\ \"x\" é 😀"),
                        entry("flag", "true"),
                        entry("doc", "{\"a\":[1,{\"b\":\"c\"}]}"),
                        entry("json", "{\"k\": 1.50}"),
                        entry("small", "-0.5"));
    }

    @Test
    void decimalsThatAreNumbersKeepAllTheirDigits() {
        String text =
                envelope("c", "null", "{'amount':12345678901234567890.123456789012345678,'one':1.000000000000000001}");

        Event event = Feed.of(text)
                .through(new DebeziumDecoder(Connector.POSTGRESQL, Decimals.TEXT))
                .get(0);

        assertThat(event.row())
                .containsOnly(
                        entry("amount", "12345678901234567890.123456789012345678"),
                        entry("one", "1.000000000000000001"));
    }

    @Test
    void unavailableValuesAreNamedAndNotInTheRow() {
        String bytes = "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==";
        String numbers =
                "[95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101]";
        List<Event> events = Feed.of(
                        envelope(
                                "u",
                                "null",
                                "{'id':1,'note':'__debezium_unavailable_value','scan':'" + bytes
                                        + "','tags':['__debezium_unavailable_value'],'scans':['" + bytes
                                        + "'],'counts':"
                                        + numbers + ",'about':'the __debezium_unavailable_value','none':null}"),
                        envelope("u", "null", "{'id':2,'note':'x'}"))
                .through(POSTGRES);

        assertThat(events.get(0).missing()).containsExactlyInAnyOrder("note", "scan", "tags", "scans", "counts");
        assertThat(events.get(0).row())
                .containsOnly(
                        entry("id", "1"), entry("about", "the __debezium_unavailable_value"), entry("none", null));
        assertThat(events.get(1).missing()).isEmpty();
    }

    /** As PostgreSQL has it without REPLICA IDENTITY FULL. */
    @Test
    void changedKeyWithoutAllValuesIsAProblem() {
        List<Event> events = Feed.of(
                        envelope("d", "{'id':4,'note':null}", "null"),
                        envelope("c", "null", "{'id':40,'title':'x','note':'__debezium_unavailable_value'}"),
                        envelope("c", "null", "{'id':41,'title':'the __debezium_unavailable_value'}"))
                .through(POSTGRES);

        assertThat(events).extracting(Event::op).containsExactly(Events.DELETE, null, Events.UPSERT);
        assertThat(events.get(1).problem())
                .isEqualTo("the key of this row changed, and the source did not send note, which did not change; with"
                        + " REPLICA IDENTITY FULL PostgreSQL sends such values");
    }

    @Test
    void postgresIsOrderedByCommitAndPosition() {
        List<Event> events = Feed.of(
                        sourced("'lsn':100,'sequence':'[\\\"90\\\",\\\"100\\\"]'"),
                        sourced("'lsn':100,'sequence':'[null,\\\"101\\\"]'"),
                        sourced("'lsn':100,'sequence':'[\\\"90\\\",null]'"),
                        sourced("'lsn':100"),
                        sourced("'lsn':null,'sequence':null"),
                        sourced("'lsn':9223372036854775807,'sequence':'nonsense'"))
                .through(POSTGRES);

        assertThat(events)
                .extracting(Event::sequence)
                .containsExactly(
                        "{90, 100}",
                        "{100, 101}",
                        "{90, 100}",
                        "{100, 100}",
                        null,
                        "{9223372036854775807, 9223372036854775807}");
        assertThat(events.get(4).problem()).isEqualTo("no place in the source's order");
        assertThat(POSTGRES.sequence()).isEqualTo(StructType.fromDDL("commit_lsn BIGINT, lsn BIGINT"));
    }

    @Test
    void otherSystemsAreOrderedByTheirOwnLogs() {
        assertThat(place(Connector.MYSQL, "'file':'mysql-bin.000010','pos':4,'row':2"))
                .isEqualTo("{10, 4, 2, 0, topic-0, 0}");
        assertThat(place(Connector.MYSQL, "'pos':4,'row':2")).isNull();
        assertThat(
                        place(
                                Connector.SQLSERVER,
                                "'commit_lsn':'00000027:00000758:0005','change_lsn':'00000027:00000758:0003','event_serial_no':2"))
                .isEqualTo("{00000027:00000758:0005, 00000027:00000758:0003, 2}");
        assertThat(place(Connector.SQLSERVER, "'commit_lsn':'00000025:00000448:0003','change_lsn':'NULL'"))
                .isEqualTo("{00000025:00000448:0003, , 0}");
        assertThat(place(Connector.ORACLE, "'commit_scn':'18446744073709551615','scn':'1122','ssn':3"))
                .isEqualTo("{18446744073709551615, 1122, 3}");
        assertThat(place(Connector.ORACLE, "'scn':'1122'")).isEqualTo("{1122, 1122, 0}");
    }

    @Test
    void changesOfMysqlHaveTheSameOrderOnEveryWayTheyCome() {
        String first = sourced("'file':'binlog.000010','pos':4,'row':0").replace("\"op\"", "\"ts_ns\":1700,\"op\"");
        String second = first.replace("1700", "1701");
        Decoder mysql = new DebeziumDecoder(Connector.MYSQL, Decimals.BASE64);

        assertThat(Feed.of(first, second).through(mysql))
                .extracting(Event::sequence)
                .containsExactly("{10, 4, 0, 1700, , 0}", "{10, 4, 0, 1701, , 0}");
        assertThat(Feed.of(second, first).through(mysql))
                .extracting(Event::sequence)
                .containsExactly("{10, 4, 0, 1701, , 0}", "{10, 4, 0, 1700, , 0}");
    }

    @Test
    void databasesWithoutSchemasNameTheDatabase() {
        Event event = Feed.of("{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"db\":\"shop\",\"table\":\"orders\","
                        + "\"file\":\"binlog.000001\",\"pos\":4,\"row\":0,\"ts_ms\":999999999999999999}}")
                .through(new DebeziumDecoder(Connector.MYSQL, Decimals.BASE64))
                .get(0);

        assertThat(event.table()).isEqualTo("shop.orders");
        assertThat(event.at()).isNull();
        assertThat(event.problem()).isNull();
    }

    @Test
    void documentsOfMongoAreRows() {
        List<Event> events = new Feed()
                .message(
                        "{\"id\":\"{\\\"$oid\\\": \\\"596e\\\"}\"}",
                        "{\"op\":\"c\",\"after\":\"{\\\"_id\\\":{\\\"$oid\\\":\\\"596e\\\"},\\\"n\\\":{\\\"$numberLong\\\":"
                                + "\\\"5\\\"},\\\"tags\\\":[1],\\\"name\\\":\\\"Ann\\\"}\",\"source\":{\"db\":\"shop\","
                                + "\"collection\":\"people\",\"ts_ms\":1700000000000,\"ord\":2}}")
                .message(
                        "{\"id\":\"{\\\"$oid\\\": \\\"596e\\\"}\"}",
                        "{\"op\":\"d\",\"before\":null,\"after\":null,\"source\":{\"ts_ms\":1700000000000,\"ord\":3}}")
                .message(
                        "{\"id\":\"\\\"abc\\\"\"}",
                        "{\"op\":\"d\",\"before\":null,\"after\":null,\"source\":{\"ts_ms\":1700000000000,\"ord\":4}}")
                .through(new DebeziumDecoder(Connector.MONGODB, Decimals.BASE64));

        assertThat(events.get(0).row())
                .containsOnly(entry("_id", "596e"), entry("n", "5"), entry("tags", "[1]"), entry("name", "Ann"));
        assertThat(events.get(0).sequence()).isEqualTo("{1700000000000, 2}");
        assertThat(events.get(0).table()).isEqualTo("shop.people");
        assertThat(events.get(1).op()).isEqualTo("D");
        assertThat(events.get(1).row()).containsOnly(entry("_id", "596e"));
        assertThat(events.get(2).row()).containsOnly(entry("_id", "abc"));
    }

    private static String place(Connector connector, String source) {
        return Feed.of(sourced(source))
                .through(new DebeziumDecoder(connector, Decimals.BASE64))
                .get(0)
                .sequence();
    }

    private static String sourced(String source) {
        return "{'op':'c','after':{'id':1},'source':{SOURCE}}"
                .replace("SOURCE", source)
                .replace('\'', '"');
    }

    private static String envelope(String op, String before, String after) {
        String json =
                "{'before':BEFORE,'after':AFTER,'source':{'version':'3.1.0.Final','connector':'postgresql','name':'shop',"
                        + "'ts_ms':1700000000000,'snapshot':'false','db':'shop','sequence':'[\\\"90\\\",\\\"100\\\"]',"
                        + "'schema':'public','table':'orders','txId':5,'lsn':100,'xmin':null},'op':'OP','ts_ms':1700000000123}";
        return json.replace("BEFORE", before)
                .replace("AFTER", after)
                .replace("OP", op)
                .replace('\'', '"');
    }
}
