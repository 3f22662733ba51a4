package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TypingTest {
    private static final Typing TYPING =
            new Typing(List.of(TextColumn.parse("id", "INT"), TextColumn.parse("price", "DECIMAL(5,2)")));

    @Test
    void rowsHaveTypesAndWhatDoesNotFitIsNamed() {
        List<Row> events = typed(
                "{'type':'insert','ts':1,'xid':1,'data':{'id':1,'price':1.50,'other':3}}",
                "{'type':'insert','ts':1,'xid':2,'data':{'id':'one','price':1.505}}",
                "{'type':'insert','ts':1,'xid':3,'data':{'id':3,'price':null}}");

        assertThat(events.get(0).<Row>getAs(Events.ROW).mkString(",")).isEqualTo("1,1.50");
        assertThat(events.get(0).getList(events.get(0).fieldIndex(Typing.MISFITS)))
                .isEmpty();
        assertThat(events.get(1).getList(events.get(1).fieldIndex(Typing.MISFITS)))
                .isEqualTo(List.of("id", "price"));
        assertThat(events.get(2).<Row>getAs(Events.ROW).mkString(",")).isEqualTo("3,null");
        assertThat(events.get(2).getList(events.get(2).fieldIndex(Typing.MISFITS)))
                .isEmpty();
    }

    @Test
    void columnsThatTheRowLacksAreMissingAndNoRowStaysNone() {
        List<Row> events = typed("{'type':'insert','ts':1,'xid':1,'data':{'id':1}}", "{'type':'insert'");

        assertThat(events.get(0).getList(events.get(0).fieldIndex(Events.MISSING)))
                .isEqualTo(List.of("price"));
        assertThat(events.get(1).isNullAt(events.get(1).fieldIndex(Events.ROW))).isTrue();
        assertThat(events.get(1).getList(events.get(1).fieldIndex(Events.MISSING)))
                .isEmpty();
        assertThat(events.get(1).<String>getAs(Events.PROBLEM)).isEqualTo("malformed JSON");
    }

    private static List<Row> typed(String... records) {
        String[] json = java.util.Arrays.stream(records)
                .map(record -> record.replace('\'', '"'))
                .toArray(String[]::new);
        return TYPING.of(new MaxwellDecoder(KeyNames.of(List.of()))
                        .events(Feed.of(json).frame()))
                .orderBy("hw_ordinal")
                .collectAsList();
    }
}
