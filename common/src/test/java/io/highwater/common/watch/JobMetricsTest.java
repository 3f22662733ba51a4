package io.highwater.common.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.Watermark;
import io.highwater.common.time.CursorType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.apache.spark.metrics.MetricsSystem;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final MetricsSystem system = MetricsSystem.createMetricsSystem(
            "driver", new SparkConf(false).set("spark.app.id", "app").set("spark.executor.id", "driver"));
    private final JobMetrics metrics = JobMetrics.of("orders", system);

    @Test
    void runsAreCountedByWhatTheirExitCodeMeans() {
        for (int code : new int[] {0, 0, 1, 4, 5, 7}) {
            metrics.ended(run(code), Optional::empty);
        }

        assertThat(count("runs.succeeded")).isEqualTo(2);
        assertThat(count("runs.refused")).isEqualTo(1);
        assertThat(count("runs.partial")).isEqualTo(1);
        assertThat(count("runs.failed")).isEqualTo(2);
        assertThat(count("rows.written")).isEqualTo(6 * 3);
        assertThat(value("last-run.seconds")).isEqualTo(2.5);
    }

    @Test
    void aJobsFiguresAreTheSameForAllRunsOfAProcess() {
        assertThat(JobMetrics.of("orders", system)).isSameAs(metrics);
        assertThat(JobMetrics.of("lines", system)).isNotSameAs(metrics);
    }

    @Test
    void lastSuccessMayBeThatOfAnEarlierProcess() {
        metrics.ended(run(7), Optional::empty);
        assertThat(metrics.metricRegistry().getGauges()).doesNotContainKey("last-success.epoch-seconds");

        metrics.ended(run(7), () -> Optional.of(Instant.ofEpochSecond(5)));
        assertThat(value("last-success.epoch-seconds")).isEqualTo(5L);

        metrics.ended(run(0), Optional::empty);
        assertThat(value("last-success.epoch-seconds")).isEqualTo(NOW.getEpochSecond());
    }

    @Test
    void onlyAWatermarkThatFollowsAClockIsBehindIt() {
        metrics.reached(watermark(CursorType.INTEGER, 7), CLOCK);
        assertThat(metrics.metricRegistry().getGauges()).isEmpty();

        metrics.reached(watermark(CursorType.INSTANT, (NOW.getEpochSecond() - 90) * 1_000_000), CLOCK);
        assertThat(value("watermark.lag-seconds")).isEqualTo(90L);

        metrics.reached(watermark(CursorType.INSTANT, (NOW.getEpochSecond() - 60) * 1_000_000), CLOCK);
        assertThat(value("watermark.lag-seconds")).isEqualTo(60L);
    }

    private long count(String counter) {
        return metrics.metricRegistry().counter(counter).getCount();
    }

    private Object value(String gauge) {
        return metrics.metricRegistry().getGauges().get(gauge).getValue();
    }

    private RunRecord run(long code) {
        return new RunRecord(
                "orders",
                "run-1",
                1,
                "incremental",
                code == 0 ? RunStatus.SUCCESS : RunStatus.FAILED,
                NOW.minusMillis(2_500),
                NOW,
                OptionalLong.of(code),
                OptionalLong.of(4),
                OptionalLong.of(3),
                OptionalLong.of(1),
                OptionalLong.of(250),
                "/lake/orders",
                OptionalLong.empty(),
                Optional.empty());
    }

    private Watermark watermark(CursorType type, long position) {
        return new Watermark(
                "orders",
                "at",
                type,
                ZoneOffset.UTC,
                position,
                "run-1",
                1,
                NOW,
                OptionalLong.empty(),
                Optional.empty());
    }
}
