package io.highwater.common.target;

import io.highwater.common.error.UserException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;

/**
 * Rows on their way out of a table, by their keys. The table is looked at as it was when this was begun; until it is
 * published nobody sees any of it.
 */
public final class StagedDeletion {
    private final DeltaTarget target;
    private final List<String> key;
    private final OptimisticTransaction transaction;
    private final StagedFiles nothing;
    private Removal removal = Removal.NONE;
    private long deleted;

    private StagedDeletion(DeltaTarget target, List<String> key, OptimisticTransaction transaction) {
        this.target = target;
        this.key = List.copyOf(key);
        this.transaction = transaction;
        this.nothing = new StagedFiles(target, transaction, List.of());
    }

    /**
     * Fixes the version of the table that is looked at.
     *
     * @param target a table that exists
     * @param key the columns that tell rows apart, at least one
     */
    public static StagedDeletion begin(DeltaTarget target, List<String> key) {
        return new StagedDeletion(target, key, target.log().startTransaction());
    }

    /** How many rows the table has. */
    public long rows() {
        return target.rowsAt(transaction.readVersion()).count();
    }

    /** The keys of the table's rows, those without a NULL, in the table's types. */
    public Dataset<Row> keys() {
        Column[] columns = key.stream().map(Staging::quoted).map(Column::new).toArray(Column[]::new);
        Dataset<Row> keys = target.rowsAt(transaction.readVersion()).select(columns);
        for (Column column : columns) {
            keys = keys.filter(column.isNotNull());
        }
        return keys;
    }

    /**
     * Takes out the rows with some keys.
     *
     * @param gone the keys, a column for each of the key's, in its order
     * @return how many rows that is
     * @throws UserException if the table's properties stand against it
     */
    public long remove(Dataset<Row> gone) {
        KeyedRows found = KeyedRows.of(nothing, gone, new VersionedKey(key, key.get(0), NullKeys.NEVER_MATCH));
        deleted = found.positions().count();
        removal = deleted == 0 ? Removal.NONE : new RowRemoval(nothing).of(found.files(), found.positions());
        return deleted;
    }

    /**
     * Makes it so, in one commit, and proves that the commit is there.
     *
     * @return the version; empty if no row goes
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public OptionalLong publish(Stamp stamp) {
        if (removal.actions().isEmpty()) {
            return OptionalLong.empty();
        }
        StampedTransaction commit = new StampedTransaction(target, transaction);
        return OptionalLong.of(commit.commit(removal.actions(), new StampedDelete(key, deleted, stamp), stamp));
    }
}
