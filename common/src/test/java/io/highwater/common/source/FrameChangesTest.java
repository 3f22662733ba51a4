package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.testing.TestSpark;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameChangesTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

    private final SparkSession spark = TestSpark.session();
    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void filesAreReadByWindowsUpToTheClockLessTheLag() {
        try (Changes changes = files("timestamp_seconds(1714521600 + id * 3600) AS at", ZoneOffset.UTC)) {
            Horizon horizon = changes.horizon(Duration.ofHours(2));

            assertThat(changes.type()).isEqualTo(CursorType.INSTANT);
            assertThat(horizon.clock()).isEqualTo(NOON);
            assertThat(horizon.now()).isEqualTo(micros(NOON));
            assertThat(horizon.bound()).isEqualTo(micros(NOON.minusSeconds(7200)));
            assertThat(count(changes, Window.until(horizon.bound()), WithoutCursor.LEFT_OUT))
                    .isEqualTo(10);
            assertThat(count(changes, Window.between(horizon.bound(), horizon.now()), WithoutCursor.LEFT_OUT))
                    .isEqualTo(2);
            assertThat(changes.strays(horizon.now())).isEqualTo(new Strays(0, 8));
            assertThat(changes.cuts(Window.until(horizon.now()), 1)).isEmpty();
        }
    }

    @Test
    void localTimesAndDatesFollowTheClockOfTheCursorsZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        try (Changes locals =
                files("timestamp_ntz '2024-05-01 13:59:59' + make_dt_interval(0, 0, 0, id) AS at", berlin)) {
            long two = micros(LocalDateTime.parse("2024-05-01T14:00:00").toInstant(ZoneOffset.UTC));

            assertThat(locals.horizon(Duration.ZERO).bound()).isEqualTo(two);
            assertThat(count(locals, Window.until(two), WithoutCursor.LEFT_OUT)).isEqualTo(1);
        }
    }

    @Test
    void deltaTableIsCutWhereItSkipsWhatIsOutside() {
        String path = directory.resolve("table").toString();
        spark.range(1_000)
                .selectExpr("id", "CASE WHEN id < 990 THEN id END AS at")
                .write()
                .format("delta")
                .save(path);
        try (Changes changes = new DeltaSource(path).changes(spark, cursor(ZoneOffset.UTC), clock)) {
            Window all = Window.until(changes.horizon(Duration.ZERO).bound());
            List<Window> windows = all.cutAt(changes.cuts(all, 300));

            assertThat(all.to()).isEqualTo(990);
            assertThat(windows).hasSize(4);
            assertThat(windows.stream()
                            .mapToLong(window -> count(changes, window, WithoutCursor.LEFT_OUT))
                            .sum())
                    .isEqualTo(990);
            assertThat(count(changes, all, WithoutCursor.INCLUDED)).isEqualTo(1_000);
            assertThat(changes.strays(500)).isEqualTo(new Strays(10, 490));
            assertThat(changes.holdsRows(Window.between(989, 990))).isTrue();
            assertThat(changes.holdsRows(Window.between(990, 5_000))).isFalse();
        }
    }

    private Changes files(String at, ZoneId zone) {
        String path = directory.resolve("files").toString();
        spark.range(20).selectExpr("id", at).write().parquet(path);
        return new FileSource(path, FileFormat.PARQUET, Optional.empty(), Map.of()).changes(spark, cursor(zone), clock);
    }

    private static Cursor cursor(ZoneId zone) {
        return new Cursor("at", zone, Sight.ALL, "highwater.incremental.column");
    }

    private static long count(Changes changes, Window window, WithoutCursor withoutCursor) {
        try (Reading reading = changes.open(window, withoutCursor)) {
            return reading.rows().count();
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
