package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import org.junit.jupiter.api.Test;

/** Rows at the edges of windows: committed late, tied, ahead of the clock. */
class LateCommitsTest extends TenOrders {
    @Test
    void rowOfATransactionThatCommitsLateIsNotLost() throws Exception {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (101, 'after')");

            CommandLineRun held = lake.run("incremental");
            late.commit();

            assertThat(held.code()).as(held.err()).isZero();
            assertThat(held.out()).contains("held back to").contains("of user postgres, open since");
        }
        CommandLineRun next = lake.run("incremental");

        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void withoutTheGuardAndTheOverlapTheSameRowIsLost() throws Exception {
        lake = lake("overlap = 0 seconds, late-commits.wait-for = off");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            lake.run("incremental");
            late.commit();
        }
        lake.run("incremental");

        assertThat(lake.texts("SELECT count(*) FROM {orders} WHERE id = 100")).containsExactly("0");
    }

    @Test
    void withTheOverlapAloneTheSameRowIsFound() throws Exception {
        lake = lake("late-commits.wait-for = off");
        lake.run("incremental");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");
            lake.run("incremental");
            late.commit();
        }
        lake.run("incremental");

        assertThatTheTableIsTheSource();
    }

    @Test
    void transactionThatIsOpenForTooLongFailsTheRunIfItIsTo() throws Exception {
        lake = lake("late-commits { max-hold = 0 seconds, then = fail }");
        try (var late = SHOP.connect();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO tide.orders VALUES (100, 'late', now())");

            CommandLineRun run = lake.run("incremental");

            assertThat(run.code()).isEqualTo(7);
            assertThat(run.err())
                    .contains("Cannot load what changed: pid ")
                    .contains(", open since")
                    .contains("Nothing was loaded");
        }
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
}
