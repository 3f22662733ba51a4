package io.highwater.common.target;

import static org.apache.spark.sql.functions.isnull;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Tells whole rows apart: 128 bits, the same for rows whose columns have the same values, NULL being one. */
public final class RowDigest {
    private static final String MICROS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";
    /** Everything that JSON leaves out or rounds by itself. */
    private static final Map<String, String> EXACT =
            Map.of("ignoreNullFields", "false", "timestampFormat", MICROS + "XXX", "timestampNTZFormat", MICROS);

    private RowDigest() {}

    /** The digest of a column of structs, as a struct of two numbers, which can be compared and grouped by. */
    public static Column of(String content, StructType type) {
        return of(new Column(content), type);
    }

    /** The digest of any struct. */
    public static Column of(Column content, StructType type) {
        List<Column> values = new ArrayList<>();
        for (StructField field : type.fields()) {
            Column value = content.getField(field.name());
            values.add(isnull(value));
            values.add(hashable(value, field.dataType()));
        }
        List<Column> salted = new ArrayList<>(values);
        salted.add(0, lit("second"));
        return struct(
                xxhash64(values.toArray(Column[]::new)).as("first"),
                xxhash64(salted.toArray(Column[]::new)).as("second"));
    }

    /** Spark's hashes skip NULLs inside of nested values and refuse maps. */
    private static Column hashable(Column value, DataType type) {
        boolean nested = type instanceof StructType
                || type instanceof ArrayType
                || type instanceof MapType
                || type.typeName().equals("variant");
        return nested ? to_json(struct(value.as("value")), EXACT) : value;
    }
}
