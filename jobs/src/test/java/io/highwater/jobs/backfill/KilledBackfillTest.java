package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Real processes, killed in the midst of a backfill of single days. The build kills it a few times;
 * {@code -Dhighwater.test.kills=20} says how often.
 */
class KilledBackfillTest extends Days {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = Integer.getInteger("highwater.test.kills", 2);
    private static final int AT_A_TIME = 2;
    private static final int DAYS = KILLS > 5 ? 60 : 10;

    private Process process;
    private int started;

    @AfterEach
    void endTheProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        SHOP.execute("ALTER ROLE postgres RESET enable_seqscan");
    }

    @Test
    void runsThatAreKilledLoseNothingDoubleNothingAndDoNothingAgain() throws Exception {
        lake = fewerDays("group-rows = 1, parallelism = " + AT_A_TIME);
        Random random = new Random(5);
        List<Step> steps = List.of(Step.STAGED, Step.JUDGED, Step.COMMITTED);
        long before = rowsRead();
        for (int kill = 0; kill < KILLS; kill++) {
            startAndStopAt(steps.get(kill % steps.size()), 1 + random.nextInt(Math.max(1, DAYS / (KILLS + 1))));
            process.destroyForcibly().waitFor();
        }

        CommandLineRun last = loaded();

        assertThat(rowsRead() - before).isBetween(DAYS * 10L, (DAYS + (long) KILLS * (AT_A_TIME + 2)) * 10L);
        assertThatTheTableIsTheSource();
        assertThat(ledger()).containsExactly("SUCCESS: " + DAYS);
        assertThat(last.out()).doesNotContain(" " + DAYS + " intervals loaded");
        // Each day is a commit of its own: a day that was loaded twice would be one more.
        assertThat(lake.history()).hasSize(DAYS);
    }

    @Test
    void interruptLetsRunningIntervalsEndAndSaysHowToGoOn() throws Exception {
        assumeThat(interruptsAreIgnored())
                .as("processes started in the background of a script are deaf to Ctrl-C")
                .isFalse();
        lake = fewerDays("group-rows = 1, parallelism = 1");
        startAndStopAt(Step.STAGED, 3);
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        Files.createFile(go());

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(5);
        assertThat(errors())
                .contains(
                        "3 intervals loaded, 0 failed, " + (DAYS - 3) + " not tried, because it was interrupted",
                        "Run again");
        assertThat(ledger()).containsExactly("SKIPPED: " + (DAYS - 3), "SUCCESS: 3");
        loaded();
        assertThatTheTableIsTheSource();
    }

    /** Whether this process was told to ignore the signal, which those it starts inherit. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) & 2) != 0);
    }

    private Lake fewerDays(String backfill) {
        // A table so small would be read as a whole for each day, and the database counts what it reads.
        SHOP.execute(
                "DELETE FROM past.orders WHERE day >= date '2024-01-01' + " + DAYS,
                "ALTER ROLE postgres SET enable_seqscan = off");
        return lake(backfill + ", through = " + LocalDate.of(2024, 1, 1).plusDays(DAYS - 1L));
    }

    /** What the database itself counts as read from the table. */
    private static long rowsRead() {
        SHOP.texts("SELECT pg_stat_clear_snapshot()::text");
        return SHOP.number("SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
                + " WHERE schemaname = 'past' AND relname = 'orders'");
    }

    private void startAndStopAt(Step step, int time) throws IOException {
        started++;
        List<String> arguments = new ArrayList<>(List.of(
                step.name() + ":" + time,
                reached().toString(),
                go().toString(),
                "backfill",
                "--conf-file",
                directory.resolve("job.conf").toString()));
        process = JobProcess.start(KillableCommand.class, output(), arguments);
        await().atMost(PATIENCE).until(() -> Files.exists(reached()) || !process.isAlive());
        assertThat(reached()).as(errors()).exists();
    }

    private Path reached() {
        return directory.resolve("reached" + started);
    }

    private Path go() {
        return directory.resolve("go" + started);
    }

    private Path output() {
        return directory.resolve("process.log");
    }

    private String errors() throws IOException {
        return Files.readString(output());
    }
}
