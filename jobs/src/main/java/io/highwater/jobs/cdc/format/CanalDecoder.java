package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Canal's changes of MySQL as JSON, one event for each row of {@code data}. Statements are left out, but for one that
 * truncates the table. An update that changes the key is a delete and an upsert.
 */
public final class CanalDecoder implements Decoder {
    private static final StructType SHAPE = StructType.fromDDL(
                    "database STRING, `table` STRING, type STRING, es BIGINT,"
                            + " ts BIGINT, id BIGINT, isDdl BOOLEAN, pkNames ARRAY<STRING>")
            .add("data", DataTypes.createArrayType(Json.ROW))
            .add("old", DataTypes.createArrayType(Json.ROW));
    private static final String TRUNCATE = "TRUNCATE";
    private static final Column NUMBER = col("hw_number");

    private final KeyNames keys;

    /** @param keys the tables' keys; those that nobody says the feed may tell with {@code pkNames} */
    public CanalDecoder(KeyNames keys) {
        this.keys = keys;
    }

    @Override
    public DataType sequence() {
        return position().type();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Column word = upper(Json.field("type"));
        Column statement =
                coalesce(Json.field("isDdl"), lit(false)).and(not(coalesce(word.equalTo(TRUNCATE), lit(false))));
        Dataset<Row> parsed = Json.parse(records, SHAPE).filter(Json.malformed().or(not(statement)));
        Column op = Outcome.op(word, List.of("INSERT", "UPDATE"), List.of("DELETE"), List.of(TRUNCATE));
        Column told = Json.field("pkNames");
        Column table = concat_ws(".", Json.field("database"), Json.field("table"));
        Column old = when(word.equalTo("UPDATE"), get(Json.field("old"), NUMBER));
        return new Outcome()
                .problem(Json.problem())
                .op(Json.field("type"), KeyChange.op(op))
                .sequence(position().column())
                .table(table)
                .at(Instants.ofMillis(Json.field("es")))
                .row(KeyChange.rowOfEvent())
                .pair(KeyChange.pair(NUMBER))
                .keys(when(size(told).gt(0), told))
                .of(new KeyChange(col("hw_values"), old, keys.of(table, told)).add(rows(parsed)));
    }

    private static Dataset<Row> rows(Dataset<Row> parsed) {
        return parsed.select(
                col("*"), posexplode_outer(Json.field("data")).as(new String[] {"hw_number", "hw_values"}));
    }

    // Messages of one batch share its id, and a server that starts again counts batches from one.
    private static Position position() {
        return new Position()
                .thenNumber("es", Json.field("es"))
                .thenNumber("ts", Json.field("ts"))
                .thenNumber("id", Json.field("id"))
                .then("row", DataTypes.IntegerType, coalesce(NUMBER, lit(0)));
    }
}
