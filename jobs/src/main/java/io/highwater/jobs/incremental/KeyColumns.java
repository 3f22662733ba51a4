package io.highwater.jobs.incremental;

import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.SchemaFit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A key whose columns have other types in a source than in a table, maybe, and one type that holds the values of both.
 *
 * @param types the latter, column by column
 */
record KeyColumns(List<DataType> types) {
    /** How the key's columns are compared, once it is known how the source's columns fit the table's. */
    static KeyColumns of(SchemaFit fit, List<String> key) {
        return new KeyColumns(key.stream()
                .map(name -> fit.columns().stream()
                        .filter(column -> column.source().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow()
                        .type())
                .toList());
    }

    /** Names that a key has on a side of the comparison. */
    List<String> names(String side) {
        return IntStream.range(0, types.size()).mapToObj(i -> side + i).toList();
    }

    /** A side of the comparison, in the types that both have. */
    Dataset<Row> side(Dataset<Row> keys, String side) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(CursorColumns.of(keys.columns()[i])
                    .cast(types.get(i))
                    .as(names(side).get(i)));
        }
        return keys.select(columns.toArray(Column[]::new));
    }

    /** Whether all values of a side have the types that both have, so that their texts are the same on both. */
    boolean areTypesOf(StructType side) {
        return IntStream.range(0, types.size())
                .allMatch(i -> side.fields()[i].dataType().sameType(types.get(i)));
    }

    /** The condition that two sides have the same key. */
    Column same(String side, String other) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> CursorColumns.of(names(side).get(i))
                        .equalTo(CursorColumns.of(names(other).get(i))))
                .reduce(Column::and)
                .orElseThrow();
    }
}
