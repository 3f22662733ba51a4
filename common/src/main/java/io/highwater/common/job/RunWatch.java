package io.highwater.common.job;

import io.highwater.common.source.DataPlace;
import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.watch.JobMetrics;
import io.highwater.common.watch.Lineage;
import io.highwater.common.watch.LogFields;
import io.highwater.common.watch.RunFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run to whoever watches from outside: in the log's fields, in Spark's metrics, and as lineage. Nothing of this can fail
 * the run.
 */
final class RunWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private final StateStore store;
    private final Clock clock;
    private final Lease lease;
    private final LogFields fields;
    private final Lineage lineage = new Lineage();
    private Optional<Job> job = Optional.empty();

    RunWatch(StateStore store, Clock clock, Lease lease) {
        this.store = store;
        this.clock = clock;
        this.lease = lease;
        this.fields = new LogFields(lease.job(), lease.run());
        fields.begin();
    }

    /** The job is made, and with it a session. */
    void opened(Job made) {
        job = Optional.of(made);
        SparkSession.getDefaultSession().foreach(spark -> {
            fields.beginTasks(spark);
            lineage.begun(spark, () -> facts(made));
            return null;
        });
    }

    private RunFacts facts(Job made) {
        List<DataPlace.Directory> tables = made.targets().stream()
                .map(table -> new DataPlace.Directory(table.location()))
                .toList();
        return new RunFacts(lease.job(), lease.run(), lease.pattern(), lease.since(), made.inputs(), tables);
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
        lineage.ended(record);
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
                .filter(run -> run.job().equals(name) && run.status() == RunStatus.SUCCESS && run.isLoad())
                .map(RunRecord::endedAt)
                .max(Comparator.naturalOrder());
    }
}
