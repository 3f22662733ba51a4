package io.highwater.common.job;

import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.watch.JobMetrics;
import io.highwater.common.watch.LogFields;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a run to whoever watches from outside: in the log's fields and in Spark's metrics. Nothing of this can fail the run. */
final class RunWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private final StateStore store;
    private final Clock clock;
    private final LogFields fields;
    private Optional<Job> job = Optional.empty();

    RunWatch(StateStore store, Clock clock, String job, String run) {
        this.store = store;
        this.clock = clock;
        this.fields = new LogFields(job, run);
        fields.begin();
    }

    /** The job is made, and with it a session. */
    void opened(Job made) {
        job = Optional.of(made);
        fields.beginTasks(SparkSession.active());
    }

    /** A unit begins; it is over when the scope is closed. */
    LogFields.Scope unit(String name) {
        LogFields.Scope scope = fields.unit(name);
        LOG.info("job {} run {}: {} begins", fields.job(), fields.run(), name);
        return () -> {
            LOG.info("job {} run {}: {} is over", fields.job(), fields.run(), name);
            scope.close();
        };
    }

    /** The run is over and recorded. */
    void ended(RunRecord record) {
        try {
            JobMetrics.of(record.job()).ifPresent(metrics -> count(record, metrics));
        } catch (RuntimeException unseen) {
            LOG.warn("Job {} run {}: its metrics are not complete", record.job(), record.run(), unseen);
        }
    }

    private void count(RunRecord record, JobMetrics metrics) {
        metrics.ended(record, () -> lastSuccess(record.job()));
        job.flatMap(Job::watermark).ifPresent(watermark -> metrics.reached(watermark, clock));
    }

    private Optional<Instant> lastSuccess(String name) {
        return store.runs().stream()
                .filter(run -> run.job().equals(name) && run.status() == RunStatus.SUCCESS)
                .map(RunRecord::endedAt)
                .max(Comparator.naturalOrder());
    }
}
