package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierStateTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path state;

    @Test
    void aTableThatWasMadeBeforeAColumnCameIsGoneOnWith() {
        StructType earlier = new StructType(RunRows.SCHEMA.fields().subList(0, RunRows.SCHEMA.length() - 1));
        StateTable table = new StateTable(new Configuration(), state + "/runs", earlier);
        table.decided(base -> {
            table.commit(base, Map.of(), List.of());
            return base;
        });
        StateStore store = new StateStore(
                new Configuration(), state.toString(), Clock.fixed(NOON, ZoneOffset.UTC), Holder.thisProcess());

        Lease lease = store.acquire(
                new StateStore.Applicant("orders", "run-1", "full-refresh", "/lake/orders"), Duration.ofMinutes(5));
        store.finish(
                lease,
                new RunRecord(
                        "orders",
                        "run-1",
                        1,
                        "full-refresh",
                        RunStatus.SUCCESS,
                        NOON,
                        NOON,
                        OptionalLong.of(0),
                        OptionalLong.of(2),
                        OptionalLong.of(2),
                        OptionalLong.of(0),
                        OptionalLong.of(1_234),
                        "/lake/orders",
                        OptionalLong.of(0),
                        Optional.empty()));

        assertThat(store.runs()).singleElement().satisfies(run -> {
            assertThat(run.rowsWritten()).hasValue(2);
            assertThat(run.bytesWritten()).isEmpty();
        });
    }
}
