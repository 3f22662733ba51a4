package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FaultyFeed.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.delta.DeltaLog;
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

    @Test
    void eventsOfAHistoryAreFoundByAnotherJobAndTheLossOfSomeIsNoticed() throws IOException {
        feed.deliver("2.json", event("U", 5, 1, "c"), "{\"op\":\"T\",\"seq\":2}");
        succeeds(history());
        Path log = feed.lake().state().resolve("history");
        FileUtils.copyDirectory(log.toFile(), directory.resolve("older").toFile());
        feed.deliver("3.json", event("U", 3, 1, "b"));
        succeeds(history("job=other"));
        assertThat(periods()).containsExactly("1|1|2|a", "1|3|5|b", "1|5|now|c", "2|1|2|b");
        Path newer = Files.move(log, directory.resolve("newer"));
        feed.deliver("4.json", event("U", 4, 1, "d"));

        isLost(history(), log);
        FileUtils.copyDirectory(directory.resolve("older").toFile(), log.toFile());
        DeltaLog.clearCache();
        isLost(history("job=other"), log);
        replaced(log, newer);
        Path events = events(log);
        Path aside = Files.move(events, directory.resolve("aside"));
        isLost(history(), log);
        Files.move(aside, events);

        succeeds(history());
        assertThat(periods()).containsExactly("1|1|2|a", "1|3|4|b", "1|4|5|d", "1|5|now|c", "2|1|2|b");
    }

    /** A batch that changes no period has nothing to commit but that. */
    @Test
    void historyTellsOfAnEventThatChangesNoPeriod() throws IOException {
        succeeds(history());
        Path log = feed.lake().state().resolve("history");
        FileUtils.copyDirectory(log.toFile(), directory.resolve("older").toFile());
        feed.deliver("3.json", event("D", 9, 7, ""));
        succeeds(history());
        replaced(log, directory.resolve("older"));
        feed.deliver("4.json", event("I", 8, 7, "early"));

        isLost(history(), log);
    }

    private static void replaced(Path log, Path by) throws IOException {
        FileUtils.deleteDirectory(log.toFile());
        Files.move(by, log);
        DeltaLog.clearCache();
    }

    private CommandLineRun history(String... settings) {
        return feed.run(
                Stream.concat(Stream.of("cdc.history=scd2", "cdc.columns.keep-sequence=false"), Stream.of(settings))
                        .toArray(String[]::new));
    }

    private static void isLost(CommandLineRun run, Path log) {
        refused(
                run,
                REFUSED,
                "the events that its periods follow from were remembered in " + log.resolve("orders"),
                "gone, or an older copy was brought back. Periods would be made of those that are left.");
    }

    private List<String> periods() {
        return feed.lake()
                .texts("SELECT concat_ws('|', id, valid_from, coalesce(CAST(valid_to AS STRING), 'now'), note)"
                        + " FROM {orders} ORDER BY id, valid_from");
    }

    private static Path events(Path log) throws IOException {
        try (Stream<Path> tables = Files.list(log.resolve("orders"))) {
            return tables.findFirst().orElseThrow().resolve("events");
        }
    }

    private static void succeeds(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static void refused(CommandLineRun run, int code, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("defect");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }
}
