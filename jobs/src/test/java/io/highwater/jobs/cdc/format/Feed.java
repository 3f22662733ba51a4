package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import io.highwater.common.testing.TestSpark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Records of a feed, written by a test, and what a decoder makes of them. */
final class Feed {
    private static final StructType TEXT = StructType.fromDDL(
            "hw_value STRING, hw_key STRING, hw_topic STRING, hw_origin STRING, hw_block BIGINT, hw_ordinal BIGINT");

    private final List<Row> records = new ArrayList<>();

    static Feed of(String... values) {
        Feed feed = new Feed();
        for (String value : values) {
            feed.message(null, value);
        }
        return feed;
    }

    Feed message(String key, String value) {
        records.add(RowFactory.create(value, key, "topic", "topic-0", 0L, (long) records.size()));
        return this;
    }

    List<Row> rows() {
        return TestSpark.session().createDataFrame(records, TEXT).collectAsList();
    }

    Dataset<Row> frame() {
        return TestSpark.session().createDataFrame(records, TEXT);
    }

    List<Event> through(Decoder decoder) {
        return events(decoder.events(frame()));
    }

    /** Records with columns, all of one file. */
    static Dataset<Row> typed(String origin, StructType columns, Row... rows) {
        StructType all = columns.add(Records.ORIGIN, "string")
                .add(Records.BLOCK, "bigint")
                .add(Records.ORDINAL, "bigint");
        List<Row> placed = new ArrayList<>();
        for (Row row : rows) {
            Object[] values = new Object[row.size() + 3];
            for (int at = 0; at < row.size(); at++) {
                values[at] = row.get(at);
            }
            values[row.size()] = origin;
            values[row.size() + 1] = 0L;
            values[row.size() + 2] = (long) placed.size() * 10;
            placed.add(RowFactory.create(values));
        }
        return TestSpark.session().createDataFrame(placed, all);
    }

    static List<Event> events(Dataset<Row> decoded) {
        String mapOrStruct = decoded.schema().apply(Events.ROW).dataType().typeName();
        return decoded
                .withColumn("at", col(Events.AT).cast("string"))
                .withColumn(
                        "place",
                        when(
                                col(Events.SEQUENCE).isNotNull(),
                                col(Events.SEQUENCE).cast("string")))
                .orderBy(Records.ORIGIN, Records.ORDINAL, Events.OP)
                .collectAsList()
                .stream()
                .map(row -> event(row, mapOrStruct.equals("map")))
                .toList();
    }

    private static Event event(Row row, boolean map) {
        return new Event(
                row.getAs(Events.OP),
                row.getAs("place"),
                map ? texts(row) : structText(row),
                row.getAs(Events.PROBLEM),
                row.getAs(Events.TABLE),
                row.getAs("at"),
                row.isNullAt(row.fieldIndex(Events.KEYS)) ? null : row.getList(row.fieldIndex(Events.KEYS)),
                row.getList(row.fieldIndex(Events.MISSING)),
                row.getAs(Events.SCHEMA),
                row.getAs(Events.RAW));
    }

    private static Map<String, String> texts(Row row) {
        int at = row.fieldIndex(Events.ROW);
        return row.isNullAt(at) ? null : new LinkedHashMap<>(row.<String, String>getJavaMap(at));
    }

    private static Map<String, String> structText(Row row) {
        Row struct = row.getAs(Events.ROW);
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : struct.schema().fieldNames()) {
            Object value = struct.getAs(name);
            values.put(name, value == null ? null : value.toString());
        }
        return values;
    }

    /** An event in the words of Java. */
    record Event(
            String op,
            String sequence,
            Map<String, String> row,
            String problem,
            String table,
            String at,
            List<String> keys,
            List<String> missing,
            String schema,
            String raw) {}
}
