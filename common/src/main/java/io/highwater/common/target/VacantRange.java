package io.highwater.common.target;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.OptimisticTransaction;

/**
 * A range in which a table had no rows, by the statistics of its files, when a run began, and what became of it since. To look
 * for rows to replace costs a query of the table's state; here the few commits are looked at that were made since.
 */
public final class VacantRange {
    private final DeltaTarget target;
    private final String run;
    private long looked;

    private VacantRange(DeltaTarget target, String run, long looked) {
        this.target = target;
        this.run = run;
        this.looked = looked;
    }

    /**
     * Looks at the range once.
     *
     * @param range true for the rows of the range
     * @param run the run that is going to fill it, each part once
     * @return empty if the table may have rows there
     */
    public static Optional<VacantRange> of(DeltaTarget target, Column range, String run) {
        OptimisticTransaction transaction = target.log().startTransaction();
        StagedFiles nothing = new StagedFiles(target, transaction, List.of());
        return LiveRows.of(nothing, List.of(range)).files().isEmpty()
                ? Optional.of(new VacantRange(target, run, transaction.readVersion()))
                : Optional.empty();
    }

    /**
     * Whether nobody but the run has changed rows up to the version a transaction has read. If so, the transaction takes note
     * that it has looked at all of the table, so that a commit fails if others come in between.
     */
    boolean stillIs(OptimisticTransaction transaction) {
        long now = transaction.readVersion();
        CommitLog log = target.commits();
        if (looked > now || !log.onlyBy(run, looked, now)) {
            return false;
        }
        looked = now;
        transaction.readWholeTable();
        return true;
    }
}
