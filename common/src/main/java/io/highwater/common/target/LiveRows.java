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
        return new LiveRows(
                staged.table(),
                conditions,
                ScalaValues.list(transaction.filterFiles(ScalaValues.seq(resolved(staged.table(), conditions)), true)));
    }

    /**
     * Rows that will be looked for by their keys. Of a small table a file too many matters little, so that Delta's own list of
     * the files is gone through here; unless there are partitions, which loads may be changing at the same time.
     */
    static LiveRows byKey(StagedFiles staged, Whereabouts where) {
        OptimisticTransaction transaction = staged.transaction();
        Optional<List<AddFile>> known = transaction.readVersion() < 0
                        || !transaction.metadata().partitionColumns().isEmpty()
                ? Optional.empty()
                : KnownFiles.of(staged.target(), transaction.snapshot());
        if (known.isEmpty()) {
            return of(staged, where.conditions());
        }
        List<AddFile> files = known.get().stream().filter(where::canBeIn).toList();
        transaction.trackReadPredicates(ScalaValues.seq(resolved(staged.table(), where.conditions())), false, true);
        transaction.trackFilesRead(ScalaValues.seq(files));
        return new LiveRows(staged.table(), where.conditions(), files);
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
    private static List<Expression> resolved(TableFiles table, List<Column> conditions) {
        List<Expression> resolved = new ArrayList<>();
        for (Column condition : conditions) {
            Dataset<Row> nothing = table.rows(List.of()).filter(condition);
            resolved.add(((Filter) nothing.queryExecution().analyzed()).condition());
        }
        return resolved;
    }
}
