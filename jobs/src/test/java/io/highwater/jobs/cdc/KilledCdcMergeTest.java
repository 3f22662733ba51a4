package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FaultyFeed.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that ends in the middle, at any step of any batch, and is run again, leaves what an undisturbed run does. Two batches:
 * rows, then changes of them with a deletion, a record that is no event, and an event that comes late.
 */
class KilledCdcMergeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] SETTINGS = {"cdc.batch.max-files=1", "cdc.max-problems=1"};
    private static final List<String> NONE = List.of();
    private static final List<String> FIRST = List.of("1|a|1", "2|b|1", "3|c|1");
    private static final List<String> BOTH = List.of("1|a|1", "2|later|4", "4|d|2");

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    /** The test's own kill. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void endTheProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void abortedAtEveryStepOfEveryBatchOneAfterTheOtherItEndsAsUndisturbed() throws Exception {
        FaultyFeed feed = feed("aborted");
        abortedAtEveryStep(feed, NONE, FIRST);
        deliverSecond(feed);
        abortedAtEveryStep(feed, FIRST, BOTH);

        assertEndsAsUndisturbed(feed);
    }

    private static void abortedAtEveryStep(FaultyFeed feed, List<String> before, List<String> after) throws IOException {
        for (Step step : Step.values()) {
            CommandLineRun run =
                    feed.lake().run(reached -> abortAt(step, reached), "cdc-merge", FaultyFeed.arguments(SETTINGS));
            assertThat(run.code()).as("%s: %s", step, run.err()).isNotZero();
            assertThat(feed.version() < 0 ? NONE : feed.rows())
                    .as("aborted at %s", step)
                    .isEqualTo(step.compareTo(Step.COMMITTED) < 0 ? before : after);
        }
    }

    private static void abortAt(Step step, Step reached) {
        if (step == reached) {
            throw new Killed();
        }
    }

    @Test
    void killedProcessesLeaveNothingBehindThatCounts() throws Exception {
        FaultyFeed staged = feed("staged");
        FaultyFeed committed = feed("committed");
        deliverSecond(staged);
        deliverSecond(committed);
        Process one = start("staged", "STAGED:2");
        Process other = start("committed", "COMMITTED:2");
        killOnceReached("staged", one);
        killOnceReached("committed", other);

        assertThat(staged.rows()).isEqualTo(FIRST);
        assertThat(committed.rows()).isEqualTo(BOTH);
        for (FaultyFeed feed : List.of(staged, committed)) {
            CommandLineRun next = feed.run(SETTINGS);
            assertThat(next.code()).as(next.err()).isZero();
            assertEndsAsUndisturbed(feed);
        }
    }

    private FaultyFeed feed(String name) throws IOException {
        FaultyFeed feed = new FaultyFeed(Files.createDirectory(directory.resolve(name)), "");
        feed.deliver("1.json", event("I", 1, 1, "a"), event("I", 1, 2, "b"), event("I", 1, 3, "c"));
        return feed;
    }

    private static void deliverSecond(FaultyFeed feed) throws IOException {
        Path second = feed.deliver(
                "2.json",
                event("U", 4, 2, "later"),
                event("U", 3, 2, "late"),
                event("I", 2, 4, "d"),
                event("X", 5, 1, "no event"),
                event("D", 5, 3, ""));
        Files.setLastModifiedTime(second, FileTime.fromMillis(System.currentTimeMillis() + 10_000));
    }

    private Process start(String name, String step) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                step,
                reached(name).toString(),
                directory.resolve(name + "-go").toString(),
                "cdc-merge",
                "--conf-file",
                directory.resolve(name).resolve("job.conf").toString()));
        arguments.addAll(List.of(FaultyFeed.arguments(SETTINGS)));
        Process process = JobProcess.start(KillableCommand.class, output(name), arguments);
        processes.add(process);
        return process;
    }

    private void killOnceReached(String name, Process process) throws Exception {
        await().atMost(PATIENCE).until(() -> Files.exists(reached(name)) || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(output(name))).isTrue();
        process.destroyForcibly().waitFor();
    }

    private Path reached(String name) {
        return directory.resolve(name + "-reached");
    }

    private Path output(String name) {
        return directory.resolve(name + ".log");
    }

    private static void assertEndsAsUndisturbed(FaultyFeed feed) throws IOException {
        assertThat(feed.rows()).isEqualTo(BOTH);
        assertThat(feed.version()).as("one commit for each batch").isEqualTo(1);
        assertThat(feed.lake()
                        .texts("SELECT get_json_object(row, '$.position') FROM delta.`"
                                + feed.lake().state().resolve("quarantine/orders") + "`"))
                .containsExactly("4");
        feed.deliver("3.json", event("U", 3, 3, "late, after its deletion"));
        assertThat(feed.run(SETTINGS).out()).contains("1 events: 0 inserted, 0 updated, 0 deleted");
    }
}
