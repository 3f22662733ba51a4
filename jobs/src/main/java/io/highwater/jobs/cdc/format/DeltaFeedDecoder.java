package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The change data feed of a Delta table. Rows as they were before an update are left out. */
public final class DeltaFeedDecoder implements Decoder {
    static final String CHANGE = "_change_type";
    static final String VERSION = "_commit_version";
    private static final String TIMESTAMP = "_commit_timestamp";
    private static final List<String> ADDED = List.of(CHANGE, VERSION, TIMESTAMP);

    @Override
    public DataType sequence() {
        return DataTypes.LongType;
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        TypedRecords columns = new TypedRecords(records.schema());
        Column word = col(CHANGE);
        return new Outcome()
                .op(word, Outcome.op(word, List.of("insert", "update_postimage"), List.of("delete"), List.of()))
                .sequence(col(VERSION))
                .at(col(TIMESTAMP).cast(DataTypes.TimestampType))
                .row(columns.row(ADDED::contains))
                .raw(columns.raw())
                .of(records.filter(not(coalesce(word.equalTo("update_preimage"), lit(false)))));
    }
}
