package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * GoldenGate's changes as JSON of its row format. The place is {@code pos}, whose digits have a fixed width. A column whose
 * {@code <column>_isMissing} is true is not available. An update that changes the key is a delete and an upsert, and the latter
 * needs all columns: those that did not change are there only under the former key.
 */
public final class GoldenGateDecoder implements Decoder {
    private static final StructType SHAPE = StructType.fromDDL(
                    "`table` STRING, op_type STRING, op_ts STRING, pos STRING, primary_keys ARRAY<STRING>")
            .add("before", Json.EXACT_ROW)
            .add("after", Json.EXACT_ROW);
    private static final String MARK = "_isMissing";

    private final KeyNames keys;

    /** @param keys the tables' keys; those that nobody says the feed may tell with {@code primary_keys} */
    public GoldenGateDecoder(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public DataType sequence() {
        return DataTypes.StringType;
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Column word = Json.field("op_type");
        Column op = Outcome.op(word, List.of("I", "U"), List.of("D"), List.of("T"));
        Column told = Json.field("primary_keys");
        return new Outcome()
                .problem(Json.problem())
                .op(word, KeyChange.op(op))
                .sequence(nullif(Json.field("pos"), lit("")))
                .table(Json.field("table"))
                .at(tryCast(Json.field("op_ts"), DataTypes.TimestampType))
                .row(available(KeyChange.rowOfEvent()))
                .missing(missing(KeyChange.rowOfEvent()))
                .pair(KeyChange.pair(lit(0)))
                .lacking(when(KeyChange.pair(lit(0)).isNotNull(), lit(Events.NOWHERE)))
                .keys(when(size(told).gt(0), told))
                .of(change(op, told).add(Json.parse(records, SHAPE)));
    }

    private KeyChange change(Column op, Column told) {
        Column before = Json.texts(Json.field("before"));
        Column row = when(op.equalTo(Events.DELETE), before).otherwise(Json.texts(Json.field("after")));
        Column old = when(Json.field("op_type").equalTo("U"), before);
        return new KeyChange(row, old, keys.of(Json.field("table"), told));
    }

    private static Column available(Column row) {
        return when(
                        flagged(),
                        map_filter(
                                row,
                                (name, value) -> not(name.endsWith(MARK))
                                        .and(not(isTrue(element_at(row, concat(name, lit(MARK))))))))
                .otherwise(row);
    }

    private static Column missing(Column row) {
        Column marks =
                map_keys(map_filter(row, (name, value) -> name.endsWith(MARK).and(isTrue(value))));
        return when(flagged(), transform(marks, GoldenGateDecoder::unmarked));
    }

    private static Column unmarked(Column mark) {
        return mark.substr(lit(1), length(mark).minus(MARK.length()));
    }

    private static Column isTrue(Column flag) {
        return coalesce(flag.equalTo("true"), lit(false));
    }

    private static Column flagged() {
        return col(Records.VALUE).contains(MARK + '"');
    }
}
