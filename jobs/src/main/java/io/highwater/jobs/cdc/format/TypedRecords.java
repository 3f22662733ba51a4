package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The columns of records that have columns of their own. */
record TypedRecords(StructType schema) {
    private static final Predicate<String> BOOKKEEPING = name -> name.startsWith("hw_");

    /** The column with this name, in whatever case; exactly this case if there are several. */
    Optional<String> named(String name) {
        List<String> candidates = own().stream().filter(name::equalsIgnoreCase).toList();
        return candidates.contains(name)
                ? Optional.of(name)
                : candidates.stream().findFirst();
    }

    DataType typeOf(String name) {
        return schema.apply(name).dataType();
    }

    /** The row without some columns. */
    Column row(Predicate<String> leftOut) {
        return struct(
                own().stream().filter(leftOut.negate()).map(Position::named).toArray(Column[]::new));
    }

    /** The whole record as JSON. */
    Column raw() {
        return to_json(row(name -> false), Map.of("ignoreNullFields", "false"));
    }

    List<String> own() {
        return Arrays.stream(schema.fieldNames()).filter(BOOKKEEPING.negate()).toList();
    }
}
