package io.highwater.common.source.catalog;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.NoMapping$;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;

/**
 * What a Delta log has counted when files were written.
 *
 * @param rows empty unless every file was counted
 * @param columns with the share of NULLs where every file has counted them, and as indexed where files can be skipped by them
 */
record DeltaStatistics(OptionalLong rows, OptionalLong bytes, List<ColumnFacts> columns) {
    private static final String FILES = "files";
    private static final String COUNTED = "counted";
    private static final String ROWS = "rows";
    private static final String DELETED = "deleted";

    /** Adds up what the files of a version have, in one small Spark job. */
    static DeltaStatistics of(Snapshot snapshot) {
        List<String> kept = kept(snapshot);
        List<Column> sums = new ArrayList<>(List.of(
                count(lit(1)).as(FILES),
                count(col("stats.numRecords")).as(COUNTED),
                coalesce(sum(col("stats.numRecords")), lit(0L)).as(ROWS),
                coalesce(sum(col("deletionVector.cardinality")), lit(0L)).as(DELETED)));
        for (int i = 0; i < kept.size(); i++) {
            Column nulls = col("stats.nullCount").getField(kept.get(i));
            sums.add(count(nulls).as("counted" + i));
            sums.add(coalesce(sum(nulls), lit(0L)).as("nulls" + i));
        }
        Row row = snapshot.withStats()
                .agg(sums.get(0), sums.stream().skip(1).toArray(Column[]::new))
                .head();
        return new DeltaStatistics(
                rows(row),
                OptionalLong.of(snapshot.sizeInBytes()),
                FrameColumns.of(snapshot.schema()).stream()
                        .map(column -> withNulls(column, kept.indexOf(column.name()), row))
                        .toList());
    }

    /** The top-level columns that files have a count of NULLs of, where columns are called in files as in the table. */
    private static List<String> kept(Snapshot snapshot) {
        StructType statistics = snapshot.statsSchema();
        boolean has = Arrays.asList(statistics.fieldNames()).contains("nullCount");
        if (!has || snapshot.metadata().columnMappingMode() != NoMapping$.MODULE$) {
            return List.of();
        }
        StructType counts = (StructType) statistics.apply("nullCount").dataType();
        Set<String> simple = Arrays.stream(counts.fields())
                .filter(field -> !(field.dataType() instanceof StructType))
                .map(field -> field.name())
                .collect(Collectors.toSet());
        return Arrays.stream(snapshot.schema().fieldNames())
                .filter(simple::contains)
                .toList();
    }

    private static OptionalLong rows(Row row) {
        boolean complete = row.<Long>getAs(FILES).equals(row.<Long>getAs(COUNTED));
        return complete ? OptionalLong.of(row.<Long>getAs(ROWS) - row.<Long>getAs(DELETED)) : OptionalLong.empty();
    }

    private static ColumnFacts withNulls(ColumnFacts column, int place, Row row) {
        long rows = row.<Long>getAs(ROWS);
        if (place < 0 || rows == 0 || !row.<Long>getAs("counted" + place).equals(row.<Long>getAs(FILES))) {
            return column;
        }
        return new ColumnFacts(
                column.name(),
                column.kind(),
                column.nullable(),
                OptionalDouble.of((double) row.<Long>getAs("nulls" + place) / rows),
                true,
                column.order());
    }
}
