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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    private static final Duration TERM = Duration.ofMinutes(5);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Holder ELSEWHERE = new Holder("far", "boot/1", 77, 1, "etl");

    @TempDir
    Path lake;

    @Test
    void firstHolderGetsGenerationOneAndTheNextOneMore() {
        StateStore store = storeAt(NOON);
        Lease first = store.acquire(applicant("run-1"), TERM);
        store.finish(first, success(first, NOON));

        Lease second = store.acquire(applicant("run-2"), TERM);

        assertThat(first.generation()).isEqualTo(1);
        assertThat(second.generation()).isEqualTo(2);
        assertThat(second.unsettled()).isEmpty();
    }

    @Test
    void secondRunIsToldWhoHoldsTheJob() {
        storeOf(ELSEWHERE, NOON).acquire(applicant("run-1"), TERM);

        assertThatThrownBy(() -> storeAt(NOON.plusSeconds(60)).acquire(applicant("run-2"), TERM))
                .isInstanceOfSatisfying(
                        LeaseHeldException.class,
                        held -> assertThat(held.exitCode()).isEqualTo(ExitCode.HELD))
                .hasMessage("Cannot start job orders: run run-1 holds it since 2026-03-01T12:00:00Z (process 77 of user"
                        + " etl on host far, last sign of life 2026-03-01T12:00:00Z). Wait until it ends; the lease of a"
                        + " run that died ends by itself at 2026-03-01T12:05:00Z, or at once with: highwater release.");
    }

    @Test
    void leaseThatStoppedRenewingIsTakenOverAndItsRunIsUnsettled() {
        storeOf(ELSEWHERE, NOON).acquire(applicant("run-1"), TERM);

        Lease second = storeAt(NOON.plus(TERM)).acquire(applicant("run-2"), TERM);

        assertThat(second.generation()).isEqualTo(2);
        assertThat(second.unsettled()).extracting(Lease::run).containsExactly("run-1");
    }

    @Test
    void unsettledRunsAreHandedOnUntilSomebodySettlesThem() {
        storeOf(ELSEWHERE, NOON).acquire(applicant("run-1"), TERM);
        storeOf(ELSEWHERE, NOON.plus(TERM)).acquire(applicant("run-2"), TERM);
        StateStore store = storeAt(NOON.plus(TERM.multipliedBy(2)));

        Lease third = store.acquire(applicant("run-3"), TERM);
        assertThat(third.unsettled()).extracting(Lease::run).containsExactly("run-1", "run-2");

        store.settle(third, List.of(success(third.unsettled().get(0), NOON)));
        assertThat(store.lease("orders").orElseThrow().unsettled()).isEmpty();
        assertThat(store.runs()).extracting(RunRecord::run).containsExactly("run-1");
    }

    @Test
    void renewingKeepsTheJob() {
        StateStore early = storeOf(ELSEWHERE, NOON);
        Lease lease = early.acquire(applicant("run-1"), TERM);
        storeOf(ELSEWHERE, NOON.plusSeconds(240)).renew(lease);

        assertThatThrownBy(() -> storeAt(NOON.plusSeconds(360)).acquire(applicant("run-2"), TERM))
                .isInstanceOf(LeaseHeldException.class);
    }

    @Test
    void zombieCannotRenewNorFinish() {
        StateStore zombies = storeOf(ELSEWHERE, NOON);
        Lease zombie = zombies.acquire(applicant("run-1"), TERM);
        storeAt(NOON.plus(TERM)).acquire(applicant("run-2"), TERM);

        assertThatThrownBy(() -> zombies.renew(zombie))
                .hasMessageStartingWith("Run run-1 of job orders lost its lease: run run-2 took the job over");
        assertThatThrownBy(() -> zombies.finish(zombie, success(zombie, NOON))).isInstanceOf(LeaseHeldException.class);
        assertThat(zombies.runs()).isEmpty();
    }

    @Test
    void holderWhoseProcessIsGoneOnThisMachineDoesNotHoldTheJob() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        Holder self = Holder.thisProcess();
        long started = process.info().startInstant().orElseThrow().toEpochMilli();
        Holder other = new Holder(self.host(), self.system(), process.pid(), started, "etl");
        storeOf(other, NOON).acquire(applicant("run-1"), TERM);
        assertThatThrownBy(() -> storeAt(NOON).acquire(applicant("run-2"), TERM))
                .isInstanceOf(LeaseHeldException.class);

        process.destroyForcibly().waitFor();

        assertThat(storeAt(NOON).acquire(applicant("run-2"), TERM).generation()).isEqualTo(2);
    }

    @Test
    void releasedByAPersonTheJobIsFreeAndItsRunUnsettled() {
        storeOf(ELSEWHERE, NOON).acquire(applicant("run-1"), TERM);
        StateStore store = storeAt(NOON);

        assertThat(store.release("orders")).map(Lease::run).contains("run-1");

        assertThat(store.release("orders")).isEmpty();
        assertThat(store.acquire(applicant("run-2"), TERM).unsettled())
                .extracting(Lease::run)
                .containsExactly("run-1");
    }

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
    void jobsDoNotStandInEachOthersWay() {
        StateStore store = storeAt(NOON);
        store.acquire(applicant("run-1"), TERM);

        Lease other =
                store.acquire(new StateStore.Applicant("customers", "run-9", "full-refresh", "/lake/customers"), TERM);

        assertThat(other.generation()).isEqualTo(1);
        assertThat(store.leases()).extracting(Lease::job).containsExactlyInAnyOrder("orders", "customers");
    }

    @Test
    void ofManyRunsAtOnceExactlyOneGetsTheJob() throws Exception {
        int runs = 8;
        CyclicBarrier together = new CyclicBarrier(runs);
        ExecutorService pool = Executors.newFixedThreadPool(runs);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            StateStore store = storeAt(NOON);
            StateStore.Applicant applicant = applicant("run-" + i);
            Callable<Boolean> attempt = () -> {
                together.await();
                try {
                    store.acquire(applicant, TERM);
                    return true;
                } catch (LeaseHeldException held) {
                    return false;
                }
            };
            outcomes.add(pool.submit(attempt));
        }
        int holders = 0;
        for (Future<Boolean> outcome : outcomes) {
            holders += outcome.get() ? 1 : 0;
        }
        pool.shutdown();

        assertThat(holders).isEqualTo(1);
        assertThat(storeAt(NOON).lease("orders").orElseThrow().generation()).isEqualTo(1);
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

    private StateStore storeAt(Instant now) {
        return storeOf(Holder.thisProcess(), now);
    }

    private StateStore storeOf(Holder holder, Instant now) {
        return new StateStore(new Configuration(), lake.toString(), Clock.fixed(now, ZoneOffset.UTC), holder);
    }

    private static StateStore.Applicant applicant(String run) {
        return new StateStore.Applicant("orders", run, "full-refresh", "/lake/orders");
    }

    private static RunRecord success(Lease lease, Instant at) {
        return new RunRecord(
                lease.job(),
                lease.run(),
                lease.generation(),
                lease.pattern(),
                RunStatus.SUCCESS,
                lease.since(),
                at,
                OptionalLong.of(0),
                OptionalLong.of(10),
                OptionalLong.of(10),
                OptionalLong.of(0),
                OptionalLong.of(1_000),
                lease.target(),
                OptionalLong.of(3),
                Optional.empty());
    }
}
