package io.highwater.jobs.cdc.table;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.target.Names;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks for rows by their keys. */
public final class Keys {
    private static final long BROADCAST = 500_000;

    private Keys() {}

    /** Some rows, for a join with many. */
    public static Dataset<Row> small(Dataset<Row> rows, long count) {
        return count <= BROADCAST ? broadcast(rows) : rows;
    }

    /**
     * Those rows whose keys are among some.
     *
     * @param keys rows with the key's columns, maybe several of one key
     * @param count how many
     */
    public static Dataset<Row> among(Dataset<Row> rows, Dataset<Row> keys, List<String> key, long count) {
        Dataset<Row> wanted = keys.select(columns(key));
        Column same = lit(true);
        for (String name : key) {
            same = same.and(rows.col(Names.quoted(name)).equalTo(wanted.col(Names.quoted(name))));
        }
        return rows.join(small(wanted, count), same, "left_semi");
    }

    /** Columns by their names. */
    public static Column[] columns(List<String> names) {
        return names.stream().map(name -> new Column(Names.quoted(name))).toArray(Column[]::new);
    }
}
