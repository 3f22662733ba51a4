package io.highwater.common.job;

import io.highwater.common.source.DataPlace;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.DeltaTarget;
import java.util.List;
import java.util.Optional;

/**
 * One loading pattern applied to one target. A job plans units of work and runs them; leases, reconciliation, records
 * and reports are the {@link JobRunner}'s. A job may be run again at any time: a unit that was committed is not
 * committed twice.
 */
public interface Job {
    /** The pattern or command, such as {@code full-refresh}. */
    String pattern();

    /** The tables the job keeps. */
    List<DeltaTarget> targets();

    /** Where its data comes from, as far as it can tell; to be told. */
    default List<DataPlace> inputs() {
        return List.of();
    }

    /** How far the job has come, where it has a watermark; to be told, not to go on from. */
    default Optional<Watermark> watermark() {
        return Optional.empty();
    }

    /** What is done for the table's sake after a run that has committed; empty if nothing is. */
    default Optional<AfterLoad> afterLoad() {
        return Optional.empty();
    }

    /**
     * Decides what to do, without reading rows and without changing anything.
     *
     * @throws io.highwater.common.error.UserException if the source or the configuration does not allow it
     */
    Plan plan();
}
