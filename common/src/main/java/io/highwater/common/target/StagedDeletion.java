package io.highwater.common.target;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;

/** Rows on their way out of a table. */
final class StagedDeletion extends StagedDisposal {
    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final StagedFiles nothing;
    private Removal removal = Removal.NONE;
    private long deleted;

    StagedDeletion(DeltaTarget target, List<String> key) {
        super(key);
        this.target = target;
        this.transaction = target.log().startTransaction();
        this.nothing = new StagedFiles(target, transaction, List.of());
    }

    @Override
    public long dispose(Dataset<Row> gone) {
        KeyedRows found = KeyedRows.of(nothing, gone, new VersionedKey(key(), key().get(0), NullKeys.NEVER_MATCH));
        deleted = found.positions().count();
        removal = deleted == 0 ? Removal.NONE : new RowRemoval(nothing).of(found.files(), found.positions());
        return deleted;
    }

    @Override
    public OptionalLong publish(Stamp stamp) {
        if (removal.actions().isEmpty()) {
            return OptionalLong.empty();
        }
        StampedTransaction commit = new StampedTransaction(target, transaction);
        return OptionalLong.of(commit.commit(removal.actions(), new StampedDelete(key(), deleted, stamp), stamp));
    }

    @Override
    public long bytes() {
        return removal.bytes();
    }

    @Override
    Dataset<Row> shown() {
        return target.rowsAt(transaction.readVersion());
    }
}
