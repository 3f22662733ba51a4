package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FaultyFeed.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.job.Step;
import io.highwater.common.job.StepListener;
import io.highwater.common.testing.LostBlocks;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Tables that show more than their rows; what they hold after the first batch, the second, and an event that comes late. */
    private enum Kept {
        DELETED_ROWS(
                "cdc.delete=soft",
                "_sequence, IF(_deleted_at IS NULL, NULL, 'deleted')",
                FIRST,
                List.of("1|a|1", "2|later|4", "3|c|5|deleted", "4|d|2"),
                List.of("1|a|1", "2|later|4", "3|x|5|deleted", "4|d|2")),
        PERIODS(
                "cdc.history=scd2",
                "valid_from, valid_to",
                FIRST,
                List.of("1|a|1", "2|b|1|3", "2|later|4", "2|late|3|4", "3|c|1|5", "4|d|2"),
                List.of("1|a|1", "2|b|1|3", "2|later|4", "2|late|3|4", "3|c|1|3", "3|x|3|5", "4|d|2"));

        private final String setting;
        private final String more;
        private final List<List<String>> rows;

        @SafeVarargs
        Kept(String setting, String more, List<String>... rows) {
            this.setting = setting;
            this.more = more;
            this.rows = List.of(rows);
        }

        private String[] settings() {
            return new String[] {SETTINGS[0], SETTINGS[1], setting};
        }
    }

    @TempDir
    private Path directory;

    private FaultyFeed feed;
    private Process process;

    /** The test's own kill. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void endTheProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** With -Dhighwater.test.steps=all the batch that makes the table is aborted too. */
    @Test
    void abortedAtOneStepAfterTheOtherItEndsAsUndisturbed() throws Exception {
        deliverFirst();
        if (System.getProperty("highwater.test.steps", "").equals("all")) {
            abortedAtEveryStep(NONE, FIRST);
        }
        assertThat(feed.run(SETTINGS).code()).isZero();
        deliverSecond();
        abortedAtEveryStep(FIRST, BOTH);

        assertThat(feed.run(SETTINGS).out()).contains("the feed has nothing new");
        endsAsUndisturbed();
    }

    /** At each step of the second of two batches. */
    @ParameterizedTest
    @EnumSource
    void whatIsKeptOfFormerRowsIsAsUndisturbedToo(Kept kept) throws IOException {
        deliverFirst();
        deliverSecond();
        Set<Step> reached = new HashSet<>();
        aborted(kept, step -> abortAt(Step.JUDGED, reached.add(step) ? Step.LEASED : step));
        assertThat(rows(kept)).isEqualTo(kept.rows.get(0));
        aborted(kept, step -> abortAt(Step.STAGED, step));
        assertThat(rows(kept)).isEqualTo(kept.rows.get(0));
        aborted(kept, step -> abortAt(Step.COMMITTED, step));
        assertThat(rows(kept)).isEqualTo(kept.rows.get(1));
        feed.deliver("3.json", event("U", 3, 3, "x"));

        CommandLineRun next = feed.run(kept.settings());

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(rows(kept)).isEqualTo(kept.rows.get(2));
        assertThat(feed.version()).as("one commit for each batch").isEqualTo(2);
        if (kept == Kept.PERIODS) {
            assertThat(remembered()).as("each event once").isEqualTo(8);
        }
    }

    private void aborted(Kept kept, StepListener listener) {
        assertThat(feed.lake()
                        .run(listener, "cdc-merge", FaultyFeed.arguments(kept.settings()))
                        .code())
                .isNotZero();
    }

    private List<String> rows(Kept kept) {
        return feed.lake()
                .texts("SELECT concat_ws('|', id, note, " + kept.more + ") AS row FROM {orders} ORDER BY row");
    }

    private long remembered() throws IOException {
        try (Stream<Path> tables = Files.list(feed.lake().state().resolve("history/orders"))) {
            Path events = tables.findFirst().orElseThrow().resolve("events");
            return TestSpark.session()
                    .read()
                    .format("delta")
                    .load(events.toString())
                    .count();
        }
    }

    /** As when executors die that have the batch's events, decoded and folded. */
    @Test
    void whatExecutorsKeptMayBeLostAtAnyStep() throws Exception {
        deliverFirst();
        deliverSecond();

        CommandLineRun run = feed.lake()
                .run(step -> LostBlocks.loseAll(TestSpark.session()), "cdc-merge", FaultyFeed.arguments(SETTINGS));

        assertThat(run.code()).as(run.err()).isZero();
        endsAsUndisturbed();
    }

    /** Takes a minute: runs with -Dhighwater.test.steps=all. */
    @ParameterizedTest
    @ValueSource(strings = {"STAGED:2", "COMMITTED:2"})
    @EnabledIfSystemProperty(named = "highwater.test.steps", matches = "all")
    void killedProcessLeavesNothingBehindThatCounts(String step) throws Exception {
        deliverFirst();
        deliverSecond();
        killedAt(step);
        assertThat(feed.rows()).isEqualTo(step.equals("STAGED:2") ? FIRST : BOTH);

        CommandLineRun next = feed.run(SETTINGS);

        assertThat(next.code()).as(next.err()).isZero();
        endsAsUndisturbed();
    }

    private void deliverFirst() throws IOException {
        feed = new FaultyFeed(directory, "");
        feed.deliver("1.json", event("I", 1, 1, "a"), event("I", 1, 2, "b"), event("I", 1, 3, "c"));
        Files.setLastModifiedTime(feed.feed().resolve("1.json"), FileTime.fromMillis(0));
    }

    private void deliverSecond() throws IOException {
        feed.deliver(
                "2.json",
                event("U", 4, 2, "later"),
                event("U", 3, 2, "late"),
                event("I", 2, 4, "d"),
                event("X", 5, 1, "no event"),
                event("D", 5, 3, ""));
    }

    /** A lease that was only just taken stays with a process that lives, so that step is for processes that are killed. */
    private void abortedAtEveryStep(List<String> before, List<String> after) throws IOException {
        for (Step step : EnumSet.range(Step.RECONCILED, Step.RECORDED)) {
            assertThat(isAborted(step)).as("aborted at %s", step).isTrue();
            assertThat(feed.version() < 0 ? NONE : feed.rows())
                    .as("aborted at %s", step)
                    .isEqualTo(step.compareTo(Step.COMMITTED) < 0 ? before : after);
        }
    }

    private boolean isAborted(Step step) {
        try {
            return feed.lake()
                            .run(reached -> abortAt(step, reached), "cdc-merge", FaultyFeed.arguments(SETTINGS))
                            .code()
                    != 0;
        } catch (Killed outsideOfTheRun) {
            return true;
        }
    }

    private static void abortAt(Step step, Step reached) {
        if (step == reached) {
            throw new Killed();
        }
    }

    private void killedAt(String step) throws Exception {
        Path reached = directory.resolve("reached");
        Path output = directory.resolve("process.log");
        List<String> arguments = new ArrayList<>(List.of(
                step,
                reached.toString(),
                directory.resolve("go").toString(),
                "cdc-merge",
                "--conf-file",
                directory.resolve("job.conf").toString()));
        arguments.addAll(List.of(FaultyFeed.arguments(SETTINGS)));
        process = JobProcess.start(KillableCommand.class, output, arguments);
        await().atMost(PATIENCE).until(() -> Files.exists(reached) || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        process.destroyForcibly().waitFor();
    }

    private void endsAsUndisturbed() throws IOException {
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
