package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FaultyFeed.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table's rows mean, and what it remembers beside them, stays known whatever a job is told later. */
class RememberedRowsTest {
    private static final int CONFIGURATION = 3;
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    private FaultyFeed feed;

    @BeforeEach
    void aFeed() throws IOException {
        feed = new FaultyFeed(directory, "");
        feed.deliver("1.json", event("I", 1, 1, "a"), event("I", 1, 2, "b"));
        feed.deliver("2.json", event("D", 5, 2, ""));
    }

    @Test
    void rowsThatAreMarkedAsDeletedAreNotTakenForOthers() throws IOException {
        succeeds(feed.run("cdc.delete=soft"));
        feed.deliver("3.json", event("I", 4, 2, "late"));

        refused(feed.run(), CONFIGURATION, "with delete = hard: it was delete = soft, deleted-at = _deleted_at before");
        refused(
                feed.run("cdc.delete=soft", "target.deleted-at=gone"),
                CONFIGURATION,
                "with delete = soft, deleted-at = gone: it was delete = soft, deleted-at = _deleted_at before");
        refused(feed.run("job=other"), CONFIGURATION, "with delete = hard: it was delete = soft");
        copied();
        refused(elsewhere(), CONFIGURATION, "with delete = hard: it has a column _deleted_at");
        refused(
                elsewhere("cdc.delete=soft", "target.deleted-at=gone"),
                CONFIGURATION,
                "with delete = soft, deleted-at = gone: it has no column gone");

        succeeds(feed.run("cdc.delete=soft"));
        assertThat(feed.lake()
                        .texts("SELECT concat_ws('|', id, _sequence, _deleted_at IS NULL) FROM {orders} ORDER BY id"))
                .containsExactly("1|1|true", "2|5|false");
    }

    /** Its rows without its history: what the table looks like is all that tells. */
    private void copied() {
        TestSpark.session()
                .read()
                .format("delta")
                .load(feed.lake().table().toString())
                .write()
                .format("delta")
                .save(directory.resolve("copy").toString());
    }

    private CommandLineRun elsewhere(String... settings) {
        String[] all = new String[settings.length + 2];
        System.arraycopy(settings, 0, all, 2, settings.length);
        all[0] = "job=other";
        all[1] = "target.path=" + directory.resolve("copy");
        return feed.run(all);
    }

    @Test
    void deletionsAreRememberedByAnotherJobAndTheirLossIsNoticed() throws IOException {
        feed.deliver("2.json", event("D", 5, 2, ""), event("D", 5, 3, "of a row that never was"));
        succeeds(feed.run());
        feed.deliver("3.json", event("I", 4, 2, "late"), event("I", 4, 3, "late"));

        succeeds(feed.run("job=other"));

        assertThat(feed.rows()).containsExactly("1|a|1");
        Path tombstones = feed.lake().state().resolve("tombstones");
        Path aside = Files.move(tombstones, directory.resolve("aside"));
        refused(feed.run(), REFUSED, "remembered in " + tombstones, "gone, or an older copy was brought back");
        feed.deliver("4.json", event("D", 6, 1, ""));
        refused(feed.run("job=third"), REFUSED, "remembered in " + tombstones);
        Files.move(aside, tombstones);
        succeeds(feed.run());
        assertThat(feed.rows()).isEmpty();
    }

    /** A merge that removes no row has nothing to commit but that. */
    @Test
    void tableTellsOfADeletionOfARowThatItNeverHad() throws IOException {
        Files.delete(feed.feed().resolve("2.json"));
        succeeds(feed.run());
        feed.deliver("2.json", event("D", 5, 3, ""));
        succeeds(feed.run());
        feed.deliver("3.json", event("I", 4, 3, "late"));
        Files.move(feed.lake().state().resolve("tombstones"), directory.resolve("aside"));

        refused(feed.run(), REFUSED, "gone, or an older copy was brought back");
    }

    private static void succeeds(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static void refused(CommandLineRun run, int code, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("defect");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }
}
