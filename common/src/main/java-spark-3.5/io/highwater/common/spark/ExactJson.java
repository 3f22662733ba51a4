package io.highwater.common.spark;

import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * JSON whose numbers keep all of their digits on the way to texts. Here: Spark 3.5, which takes a number with a fraction for
 * a double, unless it stands in quotes.
 */
public final class ExactJson {
    /** The values of a row. A cast makes texts of them. */
    public static final DataType VALUE = DataTypes.StringType;

    private ExactJson() {}

    /** The text as it has to be for reading rows of such values, which are maps in the shape. */
    public static Column readable(Column text, DataType shape) {
        Set<Integer> depths = depths(shape, 1).collect(Collectors.toSet());
        return depths.isEmpty()
                ? text
                : udf(new QuotedFractions(depths), DataTypes.StringType).apply(text);
    }

    private static Stream<Integer> depths(DataType shape, int depth) {
        if (shape instanceof StructType struct) {
            return Arrays.stream(struct.fields()).flatMap(field -> depths(field.dataType(), depth + 1));
        }
        if (shape instanceof ArrayType array) {
            return depths(array.elementType(), depth + 1);
        }
        return shape instanceof MapType ? Stream.of(depth) : Stream.empty();
    }
}
