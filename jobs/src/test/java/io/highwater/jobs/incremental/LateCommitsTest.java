package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.jobs.CommandLineRun;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rows at the edges of windows: committed late, tied, ahead of the clock. */
class LateCommitsTest extends TenOrders {
    private final Set<String> looks = new HashSet<>();

    @Test
    void rowOfATransactionThatCommitsLateIsNotLost() throws Exception {
        lake = lake("overlap = 0 seconds");

        CommandLineRun held = loadedBesideALateTransaction();
        CommandLineRun next = lake.run("incremental");

        assertThat(held.code()).as(held.err()).isZero();
        assertThat(held.out()).contains("held back to").contains("of user postgres, open since");
        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void withoutTheGuardAndTheOverlapTheSameRowIsLost() throws Exception {
        lake = lake("overlap = 0 seconds, late-commits.wait-for = off");

        loadedBesideALateTransaction();
        lake.run("incremental");

        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id = 100")).containsExactly("0");
        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id = 101")).containsExactly("1");
    }

    @Test
    void withTheOverlapAloneTheSameRowIsFound() throws Exception {
        lake = lake("late-commits.wait-for = off");

        loadedBesideALateTransaction();
        lake.run("incremental");

        assertThatTheTableIsTheSource();
    }

    @Test
    void transactionThatIsOpenForTooLongFailsTheRunIfItIsTo() throws Exception {
        lake = lake("late-commits { max-hold = 0 seconds, then = fail }");

        CommandLineRun run = besideALateTransaction(() -> lake.run("incremental"));

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .contains("Cannot load what changed: pid ")
                .contains(", open since")
                .contains("Nothing was loaded");
    }

    @Test
    void runThatWaitsLoadsWhatTheTransactionWrote() throws Exception {
        lake = lake("overlap = 0 seconds, late-commits { max-hold = 0 seconds, then = wait }");
        lake.run("incremental");

        CompletableFuture<CommandLineRun> waiting = besideALateTransaction(() -> {
            CompletableFuture<CommandLineRun> begun = CompletableFuture.supplyAsync(() -> lake.run("incremental"));
            await().atMost(Duration.ofMinutes(1)).until(() -> looks().size() >= 2);
            return begun;
        });
        CommandLineRun run = waiting.get(1, TimeUnit.MINUTES);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 inserted").doesNotContain("held back");
        assertThatTheTableIsTheSource();
    }

    @Test
    void runThatHasWaitedLongEnoughFails() throws Exception {
        lake = lake("late-commits { max-hold = 0 seconds, then = wait, max-wait = 0 seconds }");

        CommandLineRun run = besideALateTransaction(() -> lake.run("incremental"));

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("It was waited for during 0 s. Nothing was loaded.");
    }

    @Test
    void tiesAtTheBoundAreNeitherLostNorDoubled() {
        lake = lake("overlap = 0 seconds");
        SHOP.execute("UPDATE tide.orders SET updated_at = '2024-05-01 00:00:00+00'");
        lake.run("incremental", "--set", "incremental.start=2024-05-01T00:00:00Z");
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'before', '2024-04-30 23:59:59.999999+00')");
        CommandLineRun second = lake.run("incremental");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("10");
    }

    @Test
    void rowsAheadOfTheSourcesClockWaitAndAreCounted() {
        SHOP.execute("INSERT INTO tide.orders VALUES (11, 'tomorrow', now() + interval '1 day')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("1 rows are stamped ahead of the source's clock");
        assertThat(lake.texts("SELECT count(*) FROM {orders}")).containsExactly("10");
    }

    /** A load, then another while a transaction is open that has written row 100 and commits afterwards. */
    private CommandLineRun loadedBesideALateTransaction() throws Exception {
        lake.run("incremental");
        return besideALateTransaction(() -> {
            SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (101, 'after')");
            return lake.run("incremental");
        });
    }

    private static <T> T besideALateTransaction(Callable<T> work) throws Exception {
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            T result = work.call();
            late.commit();
            return result;
        }
    }

    /** Moments at which a run was seen to ask which transactions are open; they are remembered from call to call. */
    private Set<String> looks() {
        looks.addAll(SHOP.texts("SELECT query_start::text FROM pg_stat_activity"
                + " WHERE application_name = 'highwater' AND query = 'SELECT pg_is_in_recovery()'"));
        return looks;
    }
}
