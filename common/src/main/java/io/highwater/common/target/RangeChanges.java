package io.highwater.common.target;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.RemoveFile;

/**
 * Tells whether others than a run have changed rows of a range. The rows that their commits brought are held against those
 * that they took: what is in both was only copied. What became of their files since does not matter, the commits say it.
 *
 * @param table the table as a transaction has read it
 * @param range true for exactly the rows of the range
 * @param run the run whose own commits do not count
 */
record RangeChanges(StagedFiles table, Column range, String run) {
    private static final String ROW = "hw_row";
    private static final String BALANCE = "hw_balance";

    /**
     * Whether they have, after a version. Costs nothing where no other has committed. What cannot be told any more counts as
     * yes.
     */
    boolean since(long version) {
        long now = table.transaction().readVersion();
        CommitLog log = table.target().commits();
        return !log.onlyBy(run, version, now)
                && log.otherThan(run, version, now).map(this::changed).orElse(true);
    }

    private boolean changed(List<CommitLog.Commit> commits) {
        List<Dataset<Row>> sides = new ArrayList<>();
        for (CommitLog.Commit commit : commits) {
            Optional<List<AddFile>> taken = taken(commit.actions());
            if (taken.isEmpty()) {
                return true;
            }
            add(sides, brought(commit.actions()), 1);
            add(sides, taken.get(), -1);
        }
        return sides.stream()
                .reduce(Dataset::union)
                .filter(all -> !all.groupBy(ROW)
                        .agg(sum(BALANCE).as(BALANCE))
                        .filter(new Column(BALANCE).notEqual(0))
                        .isEmpty())
                .isPresent();
    }

    /** Of each commit by itself: one file with another deletion vector each time may be in many. */
    private void add(List<Dataset<Row>> sides, List<AddFile> files, int weight) {
        if (!files.isEmpty()) {
            Dataset<Row> rows = table.table().rows(files).filter(range);
            sides.add(rows.select(
                    RowDigest.of(struct(TableFiles.columns(rows)), rows.schema())
                            .as(ROW),
                    lit(weight).as(BALANCE)));
        }
    }

    private static List<AddFile> brought(List<Action> actions) {
        return actions.stream()
                .filter(AddFile.class::isInstance)
                .map(AddFile.class::cast)
                .filter(AddFile::dataChange)
                .toList();
    }

    /** Empty if a file is not described well enough to be read. */
    private static Optional<List<AddFile>> taken(List<Action> actions) {
        List<RemoveFile> removed = actions.stream()
                .filter(RemoveFile.class::isInstance)
                .map(RemoveFile.class::cast)
                .filter(RemoveFile::dataChange)
                .toList();
        boolean readable = removed.stream()
                .allMatch(file -> file.partitionValues() != null
                        && ScalaValues.optional(file.size()).isPresent());
        return readable
                ? Optional.of(removed.stream().map(RangeChanges::asItWas).toList())
                : Optional.empty();
    }

    private static AddFile asItWas(RemoveFile file) {
        AddFile plain = VersionedDelta.plain(file);
        return file.deletionVector() == null
                ? plain
                : plain.removeRows(file.deletionVector(), false, true)._1();
    }
}
