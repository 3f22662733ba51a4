package io.highwater.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.job.Step;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real processes, killed and frozen; {@code -Dhighwater.test.steps=all} kills them at every step. */
class KilledRefreshTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NOTES = "SELECT concat_ws('|', count(*), min(note), max(note)) FROM {orders}";

    @TempDir
    Path directory;

    private Lake lake;
    private Process process;

    @BeforeEach
    void oneVersionAndAChangedSource() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS killed CASCADE",
                "CREATE SCHEMA killed",
                "CREATE TABLE killed.orders (id bigint, note text)",
                "INSERT INTO killed.orders SELECT n, 'old' FROM generate_series(1, 100) n");
        lake = new Lake(directory).reading(SHOP, "table = killed.orders", "");
        assertThat(lake.run("full-refresh").code()).isZero();
        SHOP.execute("UPDATE killed.orders SET note = 'new'", "INSERT INTO killed.orders VALUES (101, 'new')");
    }

    @AfterEach
    void endTheProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        SHOP.texts("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%killed.orders%'"
                + " AND pid <> pg_backend_pid()");
    }

    /** In the build, after the commit; before it there is another test. */
    static Stream<Step> steps() {
        return "all".equals(System.getProperty("highwater.test.steps"))
                ? Stream.of(Step.values())
                : Stream.of(Step.COMMITTED);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void killedAtAnyStepTheTableIsOldOrNewAndTheNextRunSettlesTheState(Step step) throws Exception {
        startAndStopAt(step, "full-refresh");
        process.destroyForcibly().waitFor();

        boolean committed = step.compareTo(Step.COMMITTED) >= 0;
        assertThat(lake.texts(NOTES)).containsExactly(committed ? "101|new|new" : "100|old|old");

        CommandLineRun next = lake.run("full-refresh");

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(lake.texts(NOTES)).containsExactly("101|new|new");
        assertThat(lake.history()).hasSize(committed ? 3 : 2);
        assertThat(lake.texts(
                        "SELECT concat_ws('|', generation, status, coalesce(string(target_version), '-')) FROM delta.`"
                                + lake.state().resolve("runs") + "` ORDER BY generation"))
                .containsExactly(
                        "1|SUCCESS|0",
                        committed ? "2|SUCCESS|1" : "2|FAILED|-",
                        committed ? "3|SUCCESS|2" : "3|SUCCESS|1");
    }

    @Test
    void killedWhileRowsAreReadTheTableIsTheOldOne() throws Exception {
        lake.reading(SHOP, "query = \"select id, note, pg_sleep(0.5)::text as s from killed.orders\"", "");
        start(Step.RECORDED, "full-refresh", "--set", "full-refresh.schema=add");
        await().atMost(PATIENCE)
                .until(() -> SHOP.number("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                                + " AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()")
                        > 0);
        process.destroyForcibly().waitFor();

        assertThat(lake.texts(NOTES)).containsExactly("100|old|old");
        lake.reading(SHOP, "table = killed.orders", "");
        assertThat(lake.run("full-refresh").code()).isZero();
        assertThat(lake.texts(NOTES)).containsExactly("101|new|new");
    }

    @Test
    void secondRunIsToldWhoHoldsTheJob() throws Exception {
        startAndStopAt(Step.STAGED, "full-refresh");

        CommandLineRun second = lake.run("full-refresh");

        assertThat(second.code()).isEqualTo(6);
        assertThat(second.err()).contains("Cannot start job orders: run ").contains("process " + process.pid());
        goOn();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(errors()).isZero();
        assertThat(lake.texts(NOTES)).containsExactly("101|new|new");
    }

    @Test
    void zombieThatWakesUpCommitsNothing() throws Exception {
        startAndStopAt(Step.JUDGED, "full-refresh", "--set", "state.lease=3 seconds");
        signal("STOP");
        CommandLineRun[] next = new CommandLineRun[1];
        await().atMost(PATIENCE).until(() -> {
            next[0] = lake.run("full-refresh");
            return next[0].code() != 6;
        });
        assertThat(next[0].code()).as(next[0].err()).isZero();
        goOn();
        signal("CONT");

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(6);
        assertThat(lake.history()).hasSize(2);
        assertThat(lake.texts("SELECT concat_ws('|', generation, status) FROM delta.`"
                        + lake.state().resolve("runs") + "` ORDER BY generation"))
                .containsExactly("1|SUCCESS", "2|FAILED", "3|SUCCESS");
    }

    private void startAndStopAt(Step step, String... command) throws IOException {
        start(step, command);
        await().atMost(PATIENCE).until(() -> Files.exists(reached()) || !process.isAlive());
        assertThat(reached()).as(errors()).exists();
    }

    private void start(Step step, String... command) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(step.name(), reached().toString(), go().toString(), command[0], "--conf-file"));
        arguments.add(directory.resolve("job.conf").toString());
        arguments.addAll(List.of(command).subList(1, command.length));
        process = JobProcess.start(KillableCommand.class, output(), arguments);
    }

    private void goOn() throws IOException {
        Files.createFile(go());
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Path reached() {
        return directory.resolve("reached");
    }

    private Path go() {
        return directory.resolve("go");
    }

    private Path output() {
        return directory.resolve("process.log");
    }

    private String errors() throws IOException {
        return Files.readString(output());
    }
}
