package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * MongoDB's documents, which come as JSON text inside of JSON. Extended JSON of one value, such as {@code {"$oid":"…"}} or
 * {@code {"$numberLong":"5"}}, is that value. A delete's row is {@code before}, or the key's {@code id} as {@code _id}.
 */
final class MongoRows {
    private static final String EXTENDED =
            "^\\{\\s*\"\\$(?:oid|numberLong|numberInt|numberDouble|numberDecimal|date|uuid)\"\\s*:\\s*\"?([^\"{}]*?)\"?\\s*\\}$";

    private MongoRows() {}

    static Dataset<Row> add(Dataset<Row> parsed, String name, Column before, Column after, Column op) {
        Column document = when(op.equalTo(Events.UPSERT), after).when(op.equalTo(Events.DELETE), before);
        // The id of a key is JSON inside of a string: a text has its quotes with it.
        Column id = regexp_replace(element_at(Json.KEY_ROW, "id"), "^\"(.*)\"$", "$1");
        Column key = map(lit("_id"), id);
        Column deleted = when(op.equalTo(Events.DELETE), map_filter(key, (field, value) -> value.isNotNull()));
        return Json.once(parsed, "hw_document", from_json(document, Json.ROW, Map.of()))
                .withColumn(name, plain(coalesce(col("hw_document"), deleted)));
    }

    private static Column plain(Column row) {
        return transform_values(
                row,
                (field, value) -> when(value.startsWith("{"), regexp_replace(value, EXTENDED, "$1"))
                        .otherwise(value));
    }
}
