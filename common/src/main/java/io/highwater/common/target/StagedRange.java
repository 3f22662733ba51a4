package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Rows that are to be all the rows of a table in a range, written and not yet visible. It ends published or discarded. What
 * the table holds in the range is looked up when they are published, so that others may write to it until then; if they have
 * changed rows of the range itself, these may be newer than the staged ones, and stay.
 */
public final class StagedRange {
    private static final int MOST_ATTEMPTS = 20;

    private final StagedFiles staged;
    private final long since;

    /** @param since a version that the table had before the rows were read from their source, -1 if it was not there */
    StagedRange(StagedFiles staged, long since) {
        this.staged = staged;
        this.since = since;
    }

    /** The staged rows, read back from the staged files. */
    public Dataset<Row> rows() {
        return staged.rows();
    }

    /** Takes rows out again. Only the files that hold such rows are rewritten. */
    public void remove(Column condition) {
        staged.remove(condition);
    }

    /** Deletes what was staged. */
    public void discard() {
        staged.discard();
    }

    /**
     * What a commit did.
     *
     * @param version the table's version
     * @param replaced rows of the table that went
     * @param bytes bytes of the files that it brought
     * @param files those of them that hold the range's rows
     */
    public record Published(long version, long replaced, long bytes, PublishedFiles files) {}

    /**
     * Replaces the rows that the table has in the range, in one commit, and proves that the commit is there. Where others
     * commit at the same time, the range is looked at anew.
     *
     * @param range true for exactly the rows that go, in the table's columns
     * @param predicate the same in SQL, for the table's history
     * @param vacant what is known of a range around, if the table had no rows there
     * @throws OvertakenRangeException if others have changed rows of the range since they were read
     * @throws UserException if a later run of the job has committed, the table's properties stand against it, or others do
     *     not stop to change the table
     */
    public Published publish(Column range, String predicate, Optional<VacantRange> vacant, Stamp stamp) {
        Published published;
        try {
            published = published(range, predicate, vacant, stamp);
        } catch (UncertainCommitException uncertain) {
            throw uncertain;
        } catch (UserException refused) {
            if (!isThere(stamp)) {
                staged.discard();
            }
            throw refused;
        }
        staged.target().register();
        return published;
    }

    /** Files that a commit names must not be deleted, whatever was said of it. */
    private boolean isThere(Stamp stamp) {
        return staged.target().commitsOf(stamp.job(), since).stream()
                .anyMatch(commit -> commit.stamp().equals(stamp));
    }

    private Published published(Column range, String predicate, Optional<VacantRange> vacant, Stamp stamp) {
        if (describesTheTable()) {
            return attempt(staged.transaction(), range, predicate, vacant, stamp);
        }
        for (int attempt = 1; ; attempt++) {
            OptimisticTransaction now = staged.target().log().startTransaction();
            refuseOtherDescription(now.metadata());
            try {
                return attempt(now, range, predicate, vacant, stamp);
            } catch (ConflictException overtaken) {
                if (attempt == MOST_ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    private Published attempt(
            OptimisticTransaction transaction,
            Column range,
            String predicate,
            Optional<VacantRange> vacant,
            Stamp stamp) {
        StagedFiles table = new StagedFiles(staged.target(), transaction, List.of());
        refuseChanged(new RangeChanges(table, range, stamp.run()), predicate);
        boolean isVacant = vacant.filter(known -> known.stillIs(transaction)).isPresent();
        List<AddFile> files =
                isVacant ? List.of() : LiveRows.of(table, List.of(range)).files();
        Positions gone = positions(table, files, range);
        Removal removal = gone.count() == 0 ? Removal.NONE : new RowRemoval(table).of(files, gone);
        List<Action> actions = new ArrayList<>(staged.actions());
        actions.addAll(removal.actions());
        StampedTransaction commit = new StampedTransaction(
                staged.target(),
                transaction,
                isVacant ? StampedTransaction.Numbering.MANY_COMMITS_ALONE : StampedTransaction.Numbering.MANY_COMMITS);
        try {
            long version = commit.commitReplacing(predicate, actions, stamp);
            return new Published(version, gone.count(), staged.bytes() + removal.bytes(), PublishedFiles.of(staged));
        } catch (UncertainCommitException uncertain) {
            throw uncertain;
        } catch (UserException uncommitted) {
            staged.table().delete(removal.written());
            throw uncommitted;
        }
    }

    private void refuseChanged(RangeChanges others, String predicate) {
        if (others.since(since)) {
            throw new OvertakenRangeException("Cannot commit run " + others.run() + " to "
                    + staged.target().address() + ": others have changed rows of the range " + predicate
                    + " since the source was read for it, and theirs may be newer. The table keeps them. Run again.");
        }
    }

    private static Positions positions(StagedFiles table, List<AddFile> files, Column range) {
        return files.isEmpty()
                ? new Positions()
                : Positions.of(TableFiles.located(table.table().rows(files).filter(range))
                        .select(TableFiles.FILE, TableFiles.ROW));
    }

    /** A write that makes the table, or changes its columns, can only be committed as it was begun. */
    private boolean describesTheTable() {
        OptimisticTransaction transaction = staged.transaction();
        return transaction.readVersion() < 0
                || !transaction.metadata().equals(transaction.snapshot().metadata());
    }

    private void refuseOtherDescription(Metadata now) {
        Metadata then = staged.transaction().metadata();
        boolean same = now.id().equals(then.id())
                && now.schemaString().equals(then.schemaString())
                && now.partitionColumns().equals(then.partitionColumns())
                && now.configuration().equals(then.configuration());
        if (!same) {
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Cannot commit to " + staged.target().address()
                            + ": its columns or properties were changed while rows were written for it. The table keeps"
                            + " that change. Run again.");
        }
    }
}
