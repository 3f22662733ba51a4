package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import io.highwater.jobs.cdc.format.Encoding;
import io.highwater.jobs.cdc.format.TextColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that come as text and are to have a type. A record with a value that does not fit is malformed; its text is then what
 * it would be in a file of CSV.
 */
record SpelledColumns(StructType types) {
    /** The records with these columns in their types. */
    Dataset<Row> typed(Dataset<Row> records) {
        if (types.isEmpty()) {
            return records;
        }
        Map<String, TextColumn> spelled = Arrays.stream(types.fields())
                .map(field -> new TextColumn(field.name(), field.dataType(), new Encoding.Plain()))
                .collect(Collectors.toMap(TextColumn::name, Function.identity()));
        return records.select(Arrays.stream(records.columns())
                .map(name -> value(name, spelled, records).as(name))
                .toArray(Column[]::new));
    }

    private static Column value(String name, Map<String, TextColumn> spelled, Dataset<Row> records) {
        if (name.equals(Records.MALFORMED)) {
            return malformed(List.copyOf(spelled.values()), records);
        }
        return spelled.containsKey(name)
                ? when(misfit(spelled.get(name)), lit(null))
                        .otherwise(spelled.get(name).read(text(name)))
                : named(name);
    }

    private static Column malformed(List<TextColumn> spelled, Dataset<Row> records) {
        Column misfit = spelled.stream().map(SpelledColumns::misfit).reduce(lit(false), Column::or);
        Column whole = struct(Stream.of(records.schema().fields())
                .map(StructField::name)
                .filter(name -> !name.startsWith("hw_"))
                .map(SpelledColumns::named)
                .toArray(Column[]::new));
        return coalesce(col(Records.MALFORMED), when(misfit, to_csv(whole)));
    }

    private static Column misfit(TextColumn column) {
        return column.misfit(text(column.name()));
    }

    private static Column text(String name) {
        return nullif(named(name), lit(""));
    }

    private static Column named(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
