package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * The rows of a table that have some keys.
 *
 * @param files the files that hold them, and maybe others
 * @param positions where they are
 */
record KeyedRows(List<AddFile> files, Positions positions) {
    static final KeyedRows NONE = new KeyedRows(List.of(), new Positions());

    /**
     * Looks for them.
     *
     * @param keys the keys, a column for each of the key's, in its order, whatever their names
     */
    static KeyedRows of(StagedFiles staged, Dataset<Row> keys, VersionedKey key) {
        Dataset<Row> named = keys.toDF(key.columns().toArray(String[]::new));
        Extent extent = Extent.of(named, key.columns());
        if (extent.rows() == 0) {
            return NONE;
        }
        List<Column> conditions = key.columns().stream()
                .flatMap(column -> extent.covering(column, NullKeys.EQUAL).stream())
                .toList();
        LiveRows live = LiveRows.of(staged, conditions);
        return live.files().isEmpty() ? NONE : new KeyedRows(live.files(), positions(live.candidates(), keys, key));
    }

    private static Positions positions(Dataset<Row> rows, Dataset<Row> keys, VersionedKey key) {
        List<Column> stored = new ArrayList<>();
        Column same = lit(true);
        String[] wanted = new String[key.columns().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = "wanted_" + i;
            stored.add(col(Staging.quoted(key.columns().get(i))).as("stored_" + i));
            same = same.and(col("stored_" + i).eqNullSafe(col(wanted[i])));
        }
        stored.add(TableFiles.file(rows).as(TableFiles.FILE));
        stored.add(TableFiles.row(rows).as(TableFiles.ROW));
        return Positions.of(rows.select(stored.toArray(Column[]::new))
                .join(keys.toDF(wanted), same, "left_semi")
                .select(TableFiles.FILE, TableFiles.ROW));
    }
}
