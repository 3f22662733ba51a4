package io.highwater.common.target;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;

/** Rows written beside a table's live files, and the open transaction that may make them the table's. */
final class StagedFiles {
    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final TableFiles table;
    private final List<Action> others = new ArrayList<>();
    private final List<AddFile> files = new ArrayList<>();

    /** Takes over what a write handed back instead of committing it. */
    StagedFiles(DeltaTarget target, OptimisticTransaction transaction, List<Action> actions) {
        this.target = target;
        this.transaction = transaction;
        this.table = new TableFiles(target, transaction);
        for (Action action : actions) {
            if (action instanceof AddFile file) {
                files.add(file);
            } else {
                others.add(action);
            }
        }
    }

    DeltaTarget target() {
        return target;
    }

    OptimisticTransaction transaction() {
        return transaction;
    }

    TableFiles table() {
        return table;
    }

    List<AddFile> files() {
        return List.copyOf(files);
    }

    Dataset<Row> rows() {
        return table.rows(files);
    }

    /** Whether there are no more rows than that; not if the files' statistics do not say. */
    boolean hasAtMost(long rows) {
        return KnownFiles.rows(files).filter(known -> known <= rows).isPresent();
    }

    long bytes() {
        return files.stream().mapToLong(AddFile::size).sum();
    }

    /** Everything the write wants committed. */
    List<Action> actions() {
        List<Action> actions = new ArrayList<>(others);
        actions.addAll(files);
        return actions;
    }

    /** Takes out the rows that meet a condition. Only the files that hold such rows are rewritten. */
    void remove(Column condition) {
        Dataset<Row> rows = rows();
        List<String> places = rows.filter(condition)
                .select(TableFiles.file(rows))
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        List<AddFile> touched = table.at(files, places);
        if (!touched.isEmpty()) {
            replace(touched, table.write(table.rows(touched).filter(not(coalesce(condition, lit(false))))));
        }
    }

    /** Takes out the rows at some positions. Only the files that hold such rows are rewritten. */
    void remove(Positions positions) {
        TableFiles.Thinned thinned = table.without(files, positions);
        replace(thinned.touched(), thinned.rest());
    }

    void discard() {
        delete(files);
        files.clear();
    }

    private void replace(List<AddFile> touched, List<AddFile> rest) {
        files.removeAll(touched);
        files.addAll(rest);
        delete(touched);
    }

    private void delete(List<AddFile> some) {
        table.delete(some.stream().map(table::path).toList());
    }
}
