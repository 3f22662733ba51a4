package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import io.highwater.common.spark.ExactJson;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * JSON texts, each parsed once. Every text is parsed inside of {@code {"one":[…]}}: a second value or anything else behind
 * the first is seen that way, which Spark would pass over.
 */
final class Json {
    /** A row as it is: names to texts. A number with a fraction may lose digits beyond the fifteenth. */
    static final DataType ROW = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
    /** A row whose numbers keep all of up to 38 digits; slower. Becomes {@link #ROW} by {@link #texts}. */
    static final DataType EXACT_ROW = DataTypes.createMapType(DataTypes.StringType, ExactJson.VALUE);

    static final Column KEY_ROW = col("hw_key_row");

    private static final String BROKEN = "broken";
    private static final Map<String, String> OPTIONS = Map.of("columnNameOfCorruptRecord", BROKEN);
    private static final Column ONE = col("hw_one");
    private static final Column RECORD = get(ONE, lit(0));

    private Json() {}

    /** Parses the values. The fields are then those of {@link #field}. Records of nothing but blanks are left out. */
    static Dataset<Row> parse(Dataset<Row> records, DataType shape) {
        Column value = col(Records.VALUE);
        Dataset<Row> some = records.filter(value.isNull().or(trim(value).notEqual("")));
        return onceEach(some, one(value, shape), "hw_one", "hw_broken");
    }

    /** Parses the keys: {@link #KEY_ROW}. */
    static Dataset<Row> parseKey(Dataset<Row> records) {
        return once(records, "hw_key_row", key());
    }

    /**
     * Adds a column that is computed once, however often it is used and wherever filters go: Spark would copy the expression
     * of a plain column into every one of its uses.
     */
    static Dataset<Row> once(Dataset<Row> frame, String name, Column column) {
        return frame.select(col("*"), explode(array(column)).as(name));
    }

    /** The same for the fields of a struct, as columns of their own. Spark loses its way in structs that are passed on. */
    static Dataset<Row> onceEach(Dataset<Row> frame, Column struct, String... names) {
        return frame.select(col("*"), inline(array(struct)).as(names));
    }

    /** A field of the record; NULL also where the record is no object. */
    static Column field(String name) {
        return RECORD.getField(name);
    }

    /** The record itself. */
    static Column record() {
        return RECORD;
    }

    /** Whether the text is anything but one JSON value of the shape asked for. */
    static Column malformed() {
        return col(Records.VALUE)
                .isNotNull()
                .and(col("hw_broken").isNotNull().or(not(coalesce(size(ONE).equalTo(1), lit(false)))));
    }

    /** Whether the record has no value: no text, or the JSON word {@code null}. */
    static Column nothing() {
        return not(malformed()).and(RECORD.isNull());
    }

    /** Why the record could not be understood; NULL if it could. */
    static Column problem() {
        return when(malformed(), lit("malformed JSON")).when(RECORD.isNull(), lit("the record has no value"));
    }

    /** The text inside of the wrapper, with what shows that it is broken. */
    static Column one(Column text, DataType shape) {
        StructType type =
                new StructType().add("one", DataTypes.createArrayType(shape)).add(BROKEN, DataTypes.StringType);
        return from_json(concat(lit("{\"one\":["), ExactJson.readable(text, shape), lit("]}")), type, OPTIONS);
    }

    /** A row of exact values as texts. */
    static Column texts(Column row) {
        return row.cast(ROW);
    }

    private static Column key() {
        Column key = col(Records.KEY);
        StructType wrapped = new StructType().add("payload", ROW);
        return when(
                        key.contains("\"payload\"").and(key.contains("\"schema\"")),
                        from_json(key, wrapped).getField("payload"))
                .otherwise(from_json(key, ROW, Map.of()));
    }
}
