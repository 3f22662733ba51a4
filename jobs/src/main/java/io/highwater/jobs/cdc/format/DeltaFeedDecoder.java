package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The change data feed of a Delta table. A row as it was before an update is a delete if no row that the update left has its
 * key; else it is left out.
 */
public final class DeltaFeedDecoder implements Decoder {
    static final String CHANGE = "_change_type";
    static final String VERSION = "_commit_version";
    private static final String TIMESTAMP = "_commit_timestamp";
    private static final String BEFORE = "update_preimage";
    private static final String AFTER = "update_postimage";
    private static final List<String> ADDED = List.of(CHANGE, VERSION, TIMESTAMP);

    private final KeyNames keys;

    /** @param keys the key; without it, updates are taken for such that leave keys as they are */
    public DeltaFeedDecoder(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public DataType sequence() {
        return DataTypes.LongType;
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        TypedRecords columns = new TypedRecords(records.schema());
        Column word = col(CHANGE);
        return new Outcome()
                .op(word, Outcome.op(word, List.of("insert", AFTER), List.of("delete", BEFORE), List.of()))
                .sequence(col(VERSION))
                .at(col(TIMESTAMP).cast(DataTypes.TimestampType))
                .row(columns.row(ADDED::contains))
                .raw(columns.raw())
                .of(changes(records, columns));
    }

    private Dataset<Row> changes(Dataset<Row> records, TypedRecords columns) {
        Column before = coalesce(col(CHANGE).equalTo(BEFORE), lit(false));
        Dataset<Row> others = records.filter(not(before));
        List<String> key = keys.tables().get(0).key().stream()
                .flatMap(name -> columns.named(name).stream())
                .toList();
        return key.isEmpty() ? others : others.unionByName(moved(records, before, key));
    }

    /** Where one update gives a row the key that another row gives up, there is no row to delete. */
    private static Dataset<Row> moved(Dataset<Row> records, Column before, List<String> key) {
        List<Column> after = new ArrayList<>(List.of(col(VERSION).as("hw_version")));
        Column same = col(VERSION).equalTo(col("hw_version"));
        for (int at = 0; at < key.size(); at++) {
            after.add(Position.named(key.get(at)).as("hw_key_" + at));
            same = same.and(Position.named(key.get(at)).eqNullSafe(col("hw_key_" + at)));
        }
        Dataset<Row> left = records.filter(col(CHANGE).equalTo(AFTER)).select(after.toArray(Column[]::new));
        return records.filter(before).join(left, same, "left_anti");
    }
}
