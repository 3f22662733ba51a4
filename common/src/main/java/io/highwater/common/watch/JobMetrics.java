package io.highwater.common.watch;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.highwater.common.error.ExitCode;
import io.highwater.common.spark.ScalaValues;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * The figures of a job in Spark's metrics system, {@code highwater.<job>}: counters since the process began, and what is known of
 * the last run. A gauge is there once its value is known. Names are what users' dashboards ask for: they stay as they are.
 */
public final class JobMetrics implements Source {
    private final String name;
    private final MetricRegistry registry = new MetricRegistry();
    private volatile double seconds;
    private volatile Instant success;
    private volatile Watermark watermark;

    private JobMetrics(String name) {
        this.name = name;
    }

    /** The figures of a job; empty where no Spark application runs in this process that could show them. */
    public static Optional<JobMetrics> of(String job) {
        return Optional.ofNullable(SparkEnv.get()).map(env -> of(job, env.metricsSystem()));
    }

    static JobMetrics of(String job, MetricsSystem system) {
        String name = "highwater." + job;
        synchronized (system) {
            return ScalaValues.list(system.getSourcesByName(name)).stream()
                    .filter(JobMetrics.class::isInstance)
                    .map(JobMetrics.class::cast)
                    .findFirst()
                    .orElseGet(() -> registered(new JobMetrics(name), system));
        }
    }

    private static JobMetrics registered(JobMetrics metrics, MetricsSystem system) {
        for (String counter : new String[] {
            "runs.succeeded",
            "runs.partial",
            "runs.refused",
            "runs.failed",
            "rows.read",
            "rows.written",
            "rows.quarantined",
            "bytes.written"
        }) {
            metrics.registry.counter(counter);
        }
        system.registerSource(metrics);
        return metrics;
    }

    @Override
    public String sourceName() {
        return name;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    /**
     * A run has ended.
     *
     * @param earlierSuccess when a run before this one succeeded; asked where this process does not know
     */
    public void ended(RunRecord run, Supplier<Optional<Instant>> earlierSuccess) {
        registry.counter("runs." + outcome(run)).inc();
        add("rows.read", run.rowsRead());
        add("rows.written", run.rowsWritten());
        add("rows.quarantined", run.rowsQuarantined());
        add("bytes.written", run.bytesWritten());
        seconds = Duration.between(run.startedAt(), run.endedAt()).toMillis() / 1000.0;
        show("last-run.seconds", () -> seconds);
        if (run.status() == RunStatus.SUCCESS && run.isLoad()) {
            succeeded(run.endedAt());
        } else if (success == null) {
            earlierSuccess.get().ifPresent(this::succeeded);
        }
    }

    /** How far the job has come. A watermark that follows no clock has no lag. */
    public void reached(Watermark position, Clock clock) {
        if (position.lagAt(clock.instant()).isPresent()) {
            watermark = position;
            show(
                    "watermark.lag-seconds",
                    () -> watermark.lagAt(clock.instant()).orElseThrow().toSeconds());
        }
    }

    private void succeeded(Instant moment) {
        success = moment;
        show("last-success.epoch-seconds", () -> success.getEpochSecond());
    }

    private void show(String gauge, Gauge<? extends Number> value) {
        if (!registry.getGauges().containsKey(gauge)) {
            registry.register(gauge, value);
        }
    }

    private void add(String counter, OptionalLong rows) {
        rows.ifPresent(registry.counter(counter)::inc);
    }

    private static String outcome(RunRecord run) {
        if (run.status() == RunStatus.SUCCESS) {
            return "succeeded";
        }
        long code = run.exitCode().orElse(ExitCode.BUG.code());
        if (code == ExitCode.PARTIAL.code()) {
            return "partial";
        }
        return code == ExitCode.REFUSED.code() ? "refused" : "failed";
    }
}
