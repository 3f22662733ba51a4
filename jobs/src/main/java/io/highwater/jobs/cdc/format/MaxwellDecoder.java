package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Maxwell's changes of MySQL as JSON. The row that commits a transaction is its last. Rows of a bootstrap belong to no
 * transaction and are below every change of their second. Statements and the bootstrap's own marks are left out. An update
 * that changes the key is a delete and an upsert.
 */
public final class MaxwellDecoder implements Decoder {
    private static final StructType SHAPE = StructType.fromDDL(
                    "database STRING, `table` STRING, type STRING, ts BIGINT,"
                            + " xid BIGINT, xoffset BIGINT, commit BOOLEAN, primary_key_columns ARRAY<STRING>")
            .add("data", Json.EXACT_ROW)
            .add("old", Json.EXACT_ROW);
    private static final List<String> SKIPPED = List.of(
            "bootstrap-start",
            "bootstrap-complete",
            "database-create",
            "database-alter",
            "database-drop",
            "table-create",
            "table-alter",
            "table-drop");
    private static final String BOOTSTRAP = "bootstrap-insert";

    private final KeyNames keys;

    /** @param keys the tables' keys; those that nobody says the feed may tell with {@code primary_key_columns} */
    public MaxwellDecoder(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public DataType sequence() {
        return position().type();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Column word = Json.field("type");
        Column ignored = coalesce(word.isin(SKIPPED.toArray()), lit(false)).and(not(Json.malformed()));
        Dataset<Row> parsed = Json.parse(records, SHAPE).filter(not(ignored));
        Column op = Outcome.op(word, List.of("insert", "update", BOOTSTRAP), List.of("delete"), List.of());
        return new Outcome()
                .problem(Json.problem())
                .op(word, KeyChange.op(op))
                .sequence(position().column())
                .table(table())
                .at(Instants.ofMillis(seconds().multiply(1000)))
                .row(KeyChange.rowOfEvent())
                .pair(KeyChange.pair(lit(0)))
                .keys(when(size(told()).gt(0), told()))
                .of(images().add(parsed));
    }

    private KeyChange images() {
        Column old = when(Json.field("type").equalTo("update"), Json.texts(Json.field("old")));
        return new KeyChange(Json.texts(Json.field("data")), old, keys.of(table(), told()));
    }

    private static Column table() {
        return concat_ws(".", Json.field("database"), Json.field("table"));
    }

    private static Column told() {
        return Json.field("primary_key_columns");
    }

    private static Column seconds() {
        return when(Json.field("ts").between(Instants.FIRST_SECOND, Instants.LAST_SECOND), Json.field("ts"));
    }

    private static Position position() {
        Column transaction = coalesce(Json.field("xid"), when(Json.field("type").equalTo(BOOTSTRAP), lit(0L)));
        Column offset = when(Json.field("commit").equalTo(true), lit(Long.MAX_VALUE))
                .otherwise(coalesce(Json.field("xoffset"), lit(0L)));
        return new Position()
                .thenNumber("ts", Json.field("ts"))
                .thenNumber("xid", transaction)
                .thenNumber("xoffset", offset);
    }
}
