package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Two upserts of one key and one sequence that have a value for the same column, and not the same value. NULL is one. */
final class Contradiction {
    private static final String FOUND = "hw_contradiction";

    private Contradiction() {}

    /**
     * Looks for one.
     *
     * @param sharing upserts that are not the only one of their key and sequence
     * @return the key of the first
     */
    static Optional<Row> keyOf(Dataset<Row> sharing, FlatEvents flat) {
        List<Column> figures = new ArrayList<>();
        Column found = lit(false);
        for (StructField field : flat.columns().fields()) {
            if (!flat.isKey(field.name())) {
                String highest = "hw_highest_" + figures.size();
                String lowest = "hw_lowest_" + figures.size();
                Column told = when(FlatEvents.has(field.name()), digest(field));
                figures.add(max(told).as(highest));
                figures.add(min(told).as(lowest));
                found = found.or(coalesce(col(highest).notEqual(col(lowest)), lit(false)));
            }
        }
        if (figures.isEmpty()) {
            return Optional.empty();
        }
        List<Column> place = new ArrayList<>(List.of(Keys.columns(flat.key())));
        place.add(col(Events.SEQUENCE));
        Row first = sharing.groupBy(FlatEvents.columns(place))
                .agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .filter(found)
                .agg(min(struct(Keys.columns(flat.key()))).as(FOUND))
                .head();
        return Optional.ofNullable(first.isNullAt(0) ? null : first.getStruct(0));
    }

    private static Column digest(StructField field) {
        return RowDigest.of(struct(col(Names.quoted(field.name())).as(field.name())), new StructType().add(field))
                .getField("first");
    }
}
