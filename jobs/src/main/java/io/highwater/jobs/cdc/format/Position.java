package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A place in a source's log that has several parts, compared from first to last. Without one of them there is no place. */
final class Position {
    private final Map<String, Column> parts = new LinkedHashMap<>();
    private StructType type = new StructType();

    /** Adds a less significant part. */
    Position then(String name, DataType partType, Column part) {
        parts.put(name, part);
        type = type.add(name, partType);
        return this;
    }

    Position thenNumber(String name, Column part) {
        return then(name, DataTypes.LongType, part);
    }

    Position thenText(String name, Column part) {
        return then(name, DataTypes.StringType, part);
    }

    StructType type() {
        return type;
    }

    /** The struct; NULL if a part is NULL. */
    Column column() {
        Column whole = lit(true);
        List<Column> fields = new ArrayList<>();
        for (Map.Entry<String, Column> part : parts.entrySet()) {
            whole = whole.and(part.getValue().isNotNull());
            fields.add(part.getValue().as(part.getKey()));
        }
        return when(whole, struct(fields.toArray(Column[]::new))).cast(type);
    }

    /** The column's name as a path of its own, whatever characters it has. */
    static Column named(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
