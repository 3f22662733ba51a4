package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * What a dialect needs to know to cut a relation into splits.
 *
 * @param connection where planning queries run, inside the snapshot if there is one
 * @param relation as the user gave it
 * @param from the relation as it stands after FROM
 * @param table the parts of the table's name as stored; empty for a query
 * @param columns the relation's columns
 * @param splitting what the user wants
 * @param snapshot what the splits will see
 * @param parallelism tasks that Spark can run at once
 */
record Scan(
        Connection connection,
        Relation relation,
        String from,
        List<String> table,
        List<SourceColumn> columns,
        Splitting splitting,
        Snapshot snapshot,
        int parallelism) {
    /** The column to split by, if the user named one. */
    Optional<SourceColumn> splitColumn() {
        return splitting.column().map(this::column);
    }

    private SourceColumn column(String name) {
        return Columns.named(name, columns)
                .orElseThrow(() -> Columns.unknown("split by column " + name, relation, columns));
    }
}
