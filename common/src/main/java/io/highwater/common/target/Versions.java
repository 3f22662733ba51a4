package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Staged rows with the same key. */
final class Versions {
    private static final String CURSOR = "cursor";
    private static final String DIGEST = "digest";

    private final StagedFiles staged;
    private final VersionedKey key;

    Versions(StagedFiles staged, VersionedKey key) {
        this.staged = staged;
        this.key = key;
    }

    /** Takes out all but the latest, and says how many that were. */
    long keepLatest() {
        Dataset<Row> repeated = repeated().persist();
        try {
            return repeated.isEmpty() ? 0 : removed(Positions.of(earlier(repeated)));
        } finally {
            repeated.unpersist();
        }
    }

    private long removed(Positions earlier) {
        staged.remove(earlier);
        return earlier.count();
    }

    private Dataset<Row> repeated() {
        Dataset<Row> keys = staged.rows().select(named(Names::quoted, "repeated"));
        Column[] columns = TableFiles.columns(keys);
        if (key.nulls() == NullKeys.NEVER_MATCH) {
            keys = keys.na().drop();
        }
        return keys.groupBy(columns)
                .agg(count(lit(1)).as("versions"))
                .filter(col("versions").gt(1))
                .select(columns);
    }

    private Dataset<Row> earlier(Dataset<Row> repeated) {
        Dataset<Row> rows = staged.rows();
        Column[] columns = named(name -> TableFiles.CONTENT + "." + Names.quoted(name), "key");
        List<Column> wanted = new ArrayList<>(List.of(columns));
        wanted.add(col(TableFiles.CONTENT + "." + Names.quoted(key.cursor())).as(CURSOR));
        wanted.add(RowDigest.of(TableFiles.CONTENT, rows.schema()).as(DIGEST));
        wanted.addAll(List.of(col(TableFiles.FILE), col(TableFiles.ROW)));
        Dataset<Row> candidates = TableFiles.located(rows)
                .select(wanted.toArray(Column[]::new))
                .join(repeated, isRepeated(), "left_semi");
        var latestFirst = Window.partitionBy(keyColumns())
                .orderBy(col(CURSOR).desc_nulls_last(), col(DIGEST).desc(), col(TableFiles.FILE), col(TableFiles.ROW));
        return candidates
                .withColumn("place", row_number().over(latestFirst))
                .filter(col("place").gt(1))
                .select(TableFiles.FILE, TableFiles.ROW);
    }

    private Column isRepeated() {
        Column same = lit(true);
        for (int i = 0; i < key.columns().size(); i++) {
            same = same.and(col("key" + i).eqNullSafe(col("repeated" + i)));
        }
        return same;
    }

    private Column[] keyColumns() {
        return java.util.stream.IntStream.range(0, key.columns().size())
                .mapToObj(i -> col("key" + i))
                .toArray(Column[]::new);
    }

    private Column[] named(java.util.function.UnaryOperator<String> reference, String prefix) {
        List<Column> columns = new ArrayList<>();
        for (String name : key.columns()) {
            columns.add(col(reference.apply(name)).as(prefix + columns.size()));
        }
        return columns.toArray(Column[]::new);
    }
}
