package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * The rows of a table that meet some conditions, in the files that may hold such rows by their statistics. The open
 * transaction takes note of what was looked for, so that a commit fails if such rows came or went meanwhile.
 */
final class LiveRows {
    private final TableFiles table;
    private final List<Column> conditions;
    private final List<AddFile> files;

    private LiveRows(TableFiles table, List<Column> conditions, List<AddFile> files) {
        this.table = table;
        this.conditions = conditions;
        this.files = files;
    }

    static LiveRows of(StagedFiles staged, List<Column> conditions) {
        OptimisticTransaction transaction = staged.transaction();
        if (transaction.readVersion() < 0) {
            return new LiveRows(staged.table(), conditions, List.of());
        }
        List<Expression> resolved = new ArrayList<>();
        conditions.forEach(condition -> resolved.add(resolved(staged.table(), condition)));
        return new LiveRows(
                staged.table(), conditions, ScalaValues.list(transaction.filterFiles(ScalaValues.seq(resolved), true)));
    }

    /** The files that may hold such rows. */
    List<AddFile> files() {
        return files;
    }

    /** The rows, read when they are asked for. */
    Dataset<Row> rows() {
        return rows(files);
    }

    /** Those of the rows that meet one condition more; the transaction knows of them already. */
    LiveRows narrowed(Column condition) {
        List<Column> all = new ArrayList<>(conditions);
        all.add(condition);
        return new LiveRows(table, all, files);
    }

    /**
     * All rows of the files, or of the pages, among which the rows are: for who joins them by what the conditions are about
     * anyway. The conditions would become part of the code that Spark makes for the scan, which would be other code each
     * time, and be slow until it has run for a while.
     *
     * @param pages where in the files the rows can be, if that is known
     */
    Dataset<Row> candidates(Optional<PageFilter> pages) {
        return table.rows(files, pages);
    }

    /** Those in some of the files. */
    Dataset<Row> rows(List<AddFile> some) {
        Dataset<Row> rows = table.rows(some);
        for (Column condition : conditions) {
            rows = rows.filter(condition);
        }
        return rows;
    }

    /** Delta wants its predicates with every name looked up. */
    private static Expression resolved(TableFiles table, Column condition) {
        Dataset<Row> nothing = table.rows(List.of()).filter(condition);
        return ((Filter) nothing.queryExecution().analyzed()).condition();
    }
}
