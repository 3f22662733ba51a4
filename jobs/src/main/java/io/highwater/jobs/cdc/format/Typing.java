package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Gives the rows of events their types.
 *
 * @param columns the columns of the rows
 */
public record Typing(List<TextColumn> columns) {
    /** ARRAY of STRING: the columns whose text does not fit their type; maybe empty, never NULL. Their value counts for nothing. */
    public static final String MISFITS = "hw_misfits";

    private static final String TEXT = "hw_text_";
    private static final String TYPED = "hw_typed_";
    private static final String MISFIT = "hw_misfit_";

    /**
     * Rows of texts to rows with types. Each text is looked up, and each value read, once.
     *
     * @param events columns of {@link Events}, {@link Events#ROW} a MAP
     * @return the same with {@link Events#ROW} a STRUCT of the columns, those in {@link Events#MISSING} added that the map
     *     does not have, and {@link #MISFITS}
     */
    public Dataset<Row> of(Dataset<Row> events) {
        Column[] texts =
                each(at -> element_at(col(Events.ROW), columns.get(at).name()).as(TEXT + at));
        Dataset<Row> looked = events.select(and(texts)).withColumn(Events.MISSING, missing());
        Dataset<Row> read =
                looked.select(and(each(at -> columns.get(at).read(text(at)).as(TYPED + at))));
        Dataset<Row> judged = read.select(and(each(at -> when(
                        columns.get(at).misfit(text(at), col(TYPED + at)),
                        lit(columns.get(at).name()))
                .as(MISFIT + at))));
        Column[] values = each(at -> col(TYPED + at).as(columns.get(at).name()));
        return judged.withColumn(MISFITS, misfits())
                .withColumn(Events.ROW, when(col(Events.ROW).isNotNull(), struct(values)))
                .drop(names(TEXT))
                .drop(names(TYPED))
                .drop(names(MISFIT));
    }

    /** Names that the map has not got: most maps have all, and then no sets are made. */
    private Column missing() {
        Column row = col(Events.ROW);
        Column names = array(each(at -> lit(columns.get(at).name())));
        Column some = Arrays.stream(each(at -> text(at).isNull()
                        .and(not(map_contains_key(row, columns.get(at).name())))))
                .reduce(lit(false), Column::or);
        return when(row.isNotNull().and(some), array_union(col(Events.MISSING), array_except(names, map_keys(row))))
                .otherwise(col(Events.MISSING));
    }

    private Column misfits() {
        Column[] found = each(at -> col(MISFIT + at));
        return when(coalesce(found).isNotNull(), array_compact(array(found)))
                .otherwise(array().cast(DataTypes.createArrayType(DataTypes.StringType)));
    }

    private Column[] each(IntFunction<Column> of) {
        return IntStream.range(0, columns.size()).mapToObj(of).toArray(Column[]::new);
    }

    private String[] names(String prefix) {
        return IntStream.range(0, columns.size()).mapToObj(at -> prefix + at).toArray(String[]::new);
    }

    private static Column text(int at) {
        return col(TEXT + at);
    }

    private static Column[] and(Column[] more) {
        List<Column> all = new ArrayList<>();
        all.add(col("*"));
        all.addAll(List.of(more));
        return all.toArray(Column[]::new);
    }
}
