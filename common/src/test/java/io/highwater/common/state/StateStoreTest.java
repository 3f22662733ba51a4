package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StateStoreTest extends Orders {
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
}
