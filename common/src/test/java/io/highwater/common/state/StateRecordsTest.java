package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class StateRecordsTest extends Orders {
    @Test
    void runsComeBackAsTheyWereRecorded() {
        StateStore store = storeAt(NOON);
        Lease lease = store.acquire(applicant("run-1"), TERM);
        RunRecord failure = new RunRecord(
                "orders",
                "run-1",
                1,
                "full-refresh",
                RunStatus.FAILED,
                NOON,
                NOON.plusMillis(1234),
                OptionalLong.of(4),
                OptionalLong.of(10),
                OptionalLong.empty(),
                OptionalLong.of(3),
                OptionalLong.of(4_321),
                "/lake/orders",
                OptionalLong.empty(),
                Optional.of("Größe ✓"));
        store.finish(lease, failure);

        assertThat(storeAt(NOON).runs()).containsExactly(failure);
    }

    @Test
    void noSecretIsWrittenDownWithAFailure() {
        StateStore store = new States(
                        new Configuration(),
                        Clock.fixed(NOON, ZoneOffset.UTC),
                        text -> text.replace("swordfish", "*****"))
                .runs(lake.toString());
        Lease lease = store.acquire(applicant("run-1"), TERM);
        RunRecord failed = success(lease, NOON);
        store.finish(
                lease,
                new RunRecord(
                        failed.job(),
                        failed.run(),
                        failed.generation(),
                        failed.pattern(),
                        RunStatus.FAILED,
                        failed.startedAt(),
                        failed.endedAt(),
                        OptionalLong.of(7),
                        failed.rowsRead(),
                        failed.rowsWritten(),
                        failed.rowsQuarantined(),
                        failed.bytesWritten(),
                        failed.target(),
                        failed.targetVersion(),
                        Optional.of("no login with swordfish")));

        assertThat(storeAt(NOON).runs())
                .extracting(RunRecord::message)
                .containsExactly(Optional.of("no login with *****"));
    }

    @Test
    void manyRunsStayReadableThroughCheckpoints() {
        StateStore store = storeAt(NOON);
        for (int i = 0; i < 30; i++) {
            Lease lease = store.acquire(applicant("run-" + i), TERM);
            store.finish(lease, success(lease, NOON));
        }

        assertThat(store.runs()).hasSize(30);
        assertThat(store.lease("orders").orElseThrow().generation()).isEqualTo(30);
        assertThat(lake.resolve("runs/_delta_log/_last_checkpoint")).exists();
    }

    @Test
    void noCheckpointIsSeenHalfWritten() throws Exception {
        StateStore store = storeAt(NOON);
        Path log = lake.resolve("runs/_delta_log");
        ExecutorService watcher = Executors.newSingleThreadExecutor();
        AtomicBoolean over = new AtomicBoolean();
        Future<List<String>> halves = watcher.submit(() -> {
            List<String> seen = new ArrayList<>();
            while (!over.get()) {
                for (int version = 20; version <= 100; version += 20) {
                    Path checkpoint = log.resolve(String.format("%020d.checkpoint.parquet", version));
                    if (Files.exists(checkpoint) && !endsAsParquetDoes(checkpoint)) {
                        seen.add(checkpoint.getFileName().toString());
                    }
                }
            }
            return seen;
        });

        for (int run = 0; run < 51; run++) {
            Lease lease = store.acquire(applicant("run-" + run), TERM);
            store.finish(lease, success(lease, NOON));
        }

        over.set(true);
        assertThat(halves.get()).isEmpty();
        watcher.shutdown();
        assertThat(log).isDirectoryContaining("glob:**100.checkpoint.parquet");
        assertThat(store.runs()).hasSize(51);
    }

    private static boolean endsAsParquetDoes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length > 4 && new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII).equals("PAR1");
    }

    @Test
    void vanishedStateStopsTheRun() throws Exception {
        StateStore store = storeAt(NOON);
        Lease lease = store.acquire(applicant("run-1"), TERM);
        org.apache.hadoop.fs.FileUtil.fullyDelete(lake.resolve("runs").toFile());

        assertThatThrownBy(() -> store.renew(lease))
                .isInstanceOf(UserException.class)
                .hasMessage("The state of job orders vanished while run run-1 held it. Nothing more is committed. Run"
                        + " again: the state is rebuilt from the data.");
    }

    @Test
    void stateThatCannotBeWrittenIsToldInTheUsersWords() throws Exception {
        Path file = java.nio.file.Files.createFile(lake.resolve("file"));
        StateStore store =
                new StateStore(new Configuration(), file + "/state", Clock.systemUTC(), Holder.thisProcess());

        assertThatThrownBy(() -> store.acquire(applicant("run-1"), TERM))
                .isInstanceOfSatisfying(
                        UserException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNAVAILABLE))
                .hasMessage("Cannot write the state file:" + file + "/state/runs: Parent path is not a directory: file:"
                        + file + ". Check highwater.state.path and the right to write there.");
    }
}
