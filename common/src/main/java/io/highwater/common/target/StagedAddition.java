package io.highwater.common.target;

import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;

/**
 * Rows for a table that keeps what it has, written and not yet visible. They are compared with what is there, and end
 * published or discarded; until then nobody sees any of it. Of the table only what is needed is read: files whose
 * statistics allow for one of the keys, and of them the key and the cursor.
 *
 * <p>With a change data feed an updated row is told as deleted and inserted. To row tracking it is a new row.
 */
public final class StagedAddition {
    private final StagedFiles staged;
    private Optional<Merged> merged = Optional.empty();

    /** The comparison that was made, for the table's history. */
    private record Merged(VersionedKey key, Merge.Result result) {
        /** False if the rows are new to the table by its statistics alone. */
        boolean touchesTheTable() {
            Upsert upsert = result.upsert();
            return upsert.path() == Upsert.Path.MERGE || upsert.deleted() > 0;
        }
    }

    StagedAddition(StagedFiles staged) {
        this.staged = staged;
    }

    /** The staged rows, read back from the staged files. */
    public Dataset<Row> rows() {
        return staged.rows();
    }

    /** The version of the table that the rows are compared with; below 0 if there is no table yet. */
    long basis() {
        return staged.transaction().readVersion();
    }

    /** Takes rows out again. Only the files that hold such rows are rewritten. */
    public void remove(Column condition) {
        staged.remove(condition);
    }

    /**
     * Leaves one version of every key, the latest. Among versions with the same cursor it is always the same one, however
     * they are read; a version without a cursor comes before all others.
     *
     * @return how many rows were taken out; if none, only the key's columns were read
     */
    public long keepLatest(VersionedKey key) {
        return new Versions(staged, key).keepLatest();
    }

    /**
     * Compares the staged rows with the table's: those that are later replace rows there, and those that are earlier or
     * the same are dropped. Wants at most one version of every key. A row without a cursor replaces any other.
     *
     * @throws UserException if rows of the table would have to be replaced and its properties stand against it
     */
    public Upsert upsert(VersionedKey key) {
        return upsert(key, KeyedRows.NONE);
    }

    /**
     * The same, and takes rows with some keys out of the table besides.
     *
     * @param gone the keys, a column for each of the key's, in its order; none of them may be staged
     */
    public Upsert upsert(VersionedKey key, Dataset<Row> gone) {
        return upsert(key, KeyedRows.of(staged, gone, key));
    }

    private Upsert upsert(VersionedKey key, KeyedRows gone) {
        if (merged.isPresent()) {
            throw new IllegalStateException("These rows have been compared with the table already.");
        }
        Merge.Result result = new Merge(staged, key).run(gone);
        merged = Optional.of(new Merged(key, result));
        return result.upsert();
    }

    /**
     * Drops rows that the table has already. Rows that are the same in every column are counted: of n such rows staged, as
     * many are dropped as the table has.
     *
     * @param among a condition that all staged rows meet, such as a range of the cursor; what does not is not looked at
     * @return how many were dropped
     */
    public long withoutPresent(Column among) {
        return new Copies(staged, LiveRows.of(staged, List.of(among))).dropPresent();
    }

    /**
     * Makes the rows the table's, in one commit, and proves that the commit is there.
     *
     * @return the version; empty if there was nothing to commit
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public OptionalLong publish(Stamp stamp) {
        if (changesNothing()) {
            return OptionalLong.empty();
        }
        List<Action> actions = new ArrayList<>(staged.actions());
        actions.addAll(removal().actions());
        StampedTransaction commit = new StampedTransaction(staged.target(), staged.transaction());
        Optional<DeltaOperations.Operation> merge = merged.filter(Merged::touchesTheTable)
                .map(done -> new StampedMerge(done.key(), done.result().upsert(), stamp));
        long version = merge.isPresent()
                ? commit.commit(actions, merge.get(), stamp)
                : commit.commit(actions, SaveMode.Append, stamp);
        staged.target().register();
        return OptionalLong.of(version);
    }

    /** Bytes of the files that a commit brings. */
    public long bytes() {
        return staged.bytes() + removal().bytes();
    }

    /** Deletes what was staged. */
    public void discard() {
        staged.table().delete(removal().written());
        staged.discard();
    }

    private Removal removal() {
        return merged.map(done -> done.result().removal()).orElse(Removal.NONE);
    }

    private boolean changesNothing() {
        OptimisticTransaction transaction = staged.transaction();
        return transaction.readVersion() >= 0
                && staged.files().isEmpty()
                && removal().actions().isEmpty()
                && transaction.metadata().equals(transaction.snapshot().metadata());
    }
}
