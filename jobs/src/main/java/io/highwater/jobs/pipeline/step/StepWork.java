package io.highwater.jobs.pipeline.step;

import io.highwater.common.job.Tended;
import io.highwater.common.state.StepRecord;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What a step does. */
public interface StepWork {
    /** The pattern, or the class of a user's own step. */
    String kind();

    /** What it writes to, if it says so. */
    Optional<String> target();

    /** The job whose state it goes on with, below which state path; empty if it has none. */
    Optional<String> job();

    /** The tables that it keeps for a job; empty if it keeps none. */
    default Optional<Tended> tables() {
        return Optional.empty();
    }

    /** Whether all it does to its session is to set what it needs. */
    boolean leavesSessionClean();

    /**
     * What it would do, a line each, without doing it.
     *
     * @throws io.highwater.common.error.UserException if that cannot be said, or if it would fail
     */
    List<String> plan(SparkSession spark);

    /**
     * Does it.
     *
     * @throws io.highwater.common.error.UserException if it fails for a reason that a user can act on
     * @throws Exception if it fails otherwise
     */
    Done run(StepContext context) throws Exception;

    /**
     * How it went.
     *
     * @param summary in words, a sentence
     * @param run the run of its job, if it has one
     */
    record Done(String summary, StepRecord.Figures figures, Optional<String> run) {}
}
