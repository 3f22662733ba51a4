package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Values as texts for people. */
public final class CellText {
    private CellText() {}

    /** A column's values as SQL casts them, nested ones as JSON, bytes as hexadecimal digits. NULL stays NULL. */
    public static Column of(StructField field) {
        Column column = col(Names.quoted(field.name()));
        if (field.dataType().equals(DataTypes.BinaryType)) {
            return hex(column);
        }
        return isNested(field.dataType())
                ? to_json(column, Map.of("ignoreNullFields", "false"))
                : column.cast(DataTypes.StringType);
    }

    private static boolean isNested(DataType type) {
        return type instanceof StructType
                || type instanceof ArrayType
                || type instanceof MapType
                || type.typeName().equals("variant");
    }
}
