package io.highwater.common.target;

import io.highwater.common.error.UserException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that a table is not to show any more, by their keys. The table is looked at as it was when this was begun; until it
 * is published nobody sees any of it.
 */
public abstract sealed class StagedDisposal permits StagedDeletion, StagedMarking {
    private final List<String> key;

    StagedDisposal(List<String> key) {
        this.key = List.copyOf(key);
    }

    /**
     * Fixes the version of the table that is looked at.
     *
     * @param target a table that exists
     * @param key the columns that tell rows apart, at least one
     * @param soft how rows are marked; empty if they are deleted
     * @param now the moment that marked rows bear
     */
    public static StagedDisposal begin(DeltaTarget target, List<String> key, Optional<SoftDelete> soft, Instant now) {
        return soft.<StagedDisposal>map(marks -> new StagedMarking(target, key, marks, now))
                .orElseGet(() -> new StagedDeletion(target, key));
    }

    /** How many rows the table shows. */
    public final long rows() {
        return shown().count();
    }

    /** The keys of the rows it shows, those without a NULL, in the table's types. */
    public final Dataset<Row> keys() {
        return KeyedRows.keys(shown(), key);
    }

    /**
     * Stages the end of the rows with some keys.
     *
     * @param gone the keys, a column for each of the key's, in its order
     * @return how many rows that is
     * @throws UserException if the table's properties stand against it
     */
    public abstract long dispose(Dataset<Row> gone);

    /**
     * Makes it so, in one commit, and proves that the commit is there.
     *
     * @return the version; empty if no row goes
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public abstract OptionalLong publish(Stamp stamp);

    /** Bytes of the files that the commit brings. */
    public abstract long bytes();

    /** The rows that the table shows. */
    abstract Dataset<Row> shown();

    final List<String> key() {
        return key;
    }
}
