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
    private static final String POSITION_FILE = "hw_position_file";
    private static final String POSITION_ROW = "hw_position_row";

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
        Whereabouts where = Whereabouts.of(
                extent, key.columns(), NullKeys.EQUAL, staged.transaction().metadata());
        LiveRows live = LiveRows.byKey(staged, where);
        return live.files().isEmpty()
                ? NONE
                : new KeyedRows(live.files(), positions(live.candidates(where.pages()), keys, key));
    }

    /** The keys of some rows, those without a NULL. */
    static Dataset<Row> keys(Dataset<Row> rows, List<String> key) {
        Column[] columns = key.stream().map(name -> col(Names.quoted(name))).toArray(Column[]::new);
        Dataset<Row> keys = rows.select(columns);
        for (Column column : columns) {
            keys = keys.filter(column.isNotNull());
        }
        return keys;
    }

    /** Those of some rows that have one of some keys. */
    static Dataset<Row> having(Dataset<Row> rows, Dataset<Row> keys, List<String> key) {
        Column same = lit(true);
        String[] wanted = new String[key.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = "hw_wanted_" + i;
            same = same.and(col(Names.quoted(key.get(i))).eqNullSafe(col(wanted[i])));
        }
        return rows.join(keys.toDF(wanted), same, "left_semi");
    }

    private static Positions positions(Dataset<Row> rows, Dataset<Row> keys, VersionedKey key) {
        List<Column> stored = new ArrayList<>();
        key.columns().forEach(name -> stored.add(col(Names.quoted(name))));
        stored.add(TableFiles.file(rows).as(POSITION_FILE));
        stored.add(TableFiles.row(rows).as(POSITION_ROW));
        return Positions.of(having(rows.select(stored.toArray(Column[]::new)), keys, key.columns())
                .select(
                        col(POSITION_FILE).as(TableFiles.FILE),
                        col(POSITION_ROW).as(TableFiles.ROW)));
    }
}
