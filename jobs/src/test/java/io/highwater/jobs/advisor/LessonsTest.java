package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.history.TableCommit;
import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.catalog.DatabaseFacts;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.catalog.TableFacts.Writes;
import io.highwater.jobs.advisor.Advice.Deletes;
import io.highwater.jobs.advisor.Advice.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LessonsTest {
    private static final ColumnFacts ID = column("id", Kind.INTEGER);
    private static final ColumnFacts CHANGED = column("changed", Kind.INSTANT);
    private static final Instant NIGHT = Instant.parse("2024-05-01T01:00:00Z");

    private final List<Load> loads = new ArrayList<>();

    private static ColumnFacts column(String name, Kind kind) {
        return new ColumnFacts(name, kind, false, OptionalDouble.of(0), true, OptionalDouble.of(1));
    }

    private Advice learnt(long rows, Optional<Writes> writes, ColumnFacts... columns) {
        DatabaseFacts database = new DatabaseFacts("Db", "jdbc:db", Optional.empty(), List.of(), List.of());
        Rules rules = new Rules(database, 100_000, LocalDate.EPOCH);
        TableFacts table = new TableFacts(
                Optional.of("s"),
                "t",
                OptionalLong.of(rows),
                OptionalLong.empty(),
                List.of("id"),
                List.of(columns),
                writes);
        return new Lessons(rules).learnt(rules.advice(table), new LoadHistory(loads));
    }

    private LessonsTest after(int times, String pattern, long read, long written) {
        return after(times, pattern, read, written, 0, Optional.empty());
    }

    private LessonsTest after(
            int times, String pattern, long read, long written, long deleted, Optional<TableCommit> commit) {
        for (int i = 0; i < times; i++) {
            loads.add(
                    0,
                    new Load(
                            pattern,
                            NIGHT.plus(Duration.ofDays(loads.size())),
                            Duration.ofSeconds(9),
                            read,
                            written,
                            written + deleted > 0,
                            deleted,
                            commit));
        }
        return this;
    }

    private static Optional<TableCommit> replacing(long bytes) {
        return Optional.of(new TableCommit(
                1,
                NIGHT,
                "MERGE",
                Map.of(),
                Map.of(),
                Optional.empty(),
                new TableCommit.Touched(1, 4, 0, bytes),
                Optional.of(new TableCommit.Size(5, 1000))));
    }

    @Test
    void incrementalLoadsThatBringMostOfTheTableAreNoGain() {
        Advice advice = after(1, "incremental", 200_000, 200_000)
                .after(3, "incremental", 170_000, 160_000)
                .after(1, "incremental", 190_000, 190_000)
                .learnt(200_000, Optional.empty(), ID, CHANGED);

        assertThat(advice.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice.cursor()).isEmpty();
        assertThat(advice.deletes()).isEqualTo(Deletes.NOTHING);
        assertThat(advice.why())
                .isEqualTo(
                        "4 of the last 4 incremental loads wrote 80 to 95 % of the table's 200,000 rows, and took up to"
                                + " 9.0 s: a full refresh would be cheaper, it compares nothing");
    }

    @Test
    void filesThatAreRewrittenCountToo() {
        Advice advice = after(1, "incremental", 200_000, 200_000)
                .after(3, "incremental", 10, 10, 0, replacing(800))
                .learnt(200_000, Optional.empty(), ID, CHANGED);

        assertThat(advice.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice.why()).contains("rewrote up to 80 % of its files");
    }

    @Test
    void largeLoadsNowAndThenTeachNothing() {
        assertThat(after(1, "incremental", 200_000, 200_000)
                        .after(2, "incremental", 200_000, 200_000)
                        .learnt(200_000, Optional.empty(), ID, CHANGED)
                        .pattern())
                .as("two are too few")
                .isEqualTo(Pattern.INCREMENTAL);
        assertThat(after(2, "incremental", 5, 0)
                        .learnt(200_000, Optional.empty(), ID, CHANGED)
                        .pattern())
                .as("hourly loads of which some bring much")
                .isEqualTo(Pattern.INCREMENTAL);
    }

    @Test
    void deletesThatWereFoundAreLookedForFromThenOn() {
        Advice advice = after(1, "prove", 200_000, 0, 12, Optional.empty())
                .after(1, "incremental", 5, 5)
                .learnt(200_000, Optional.of(new Writes(1, 0, 0)), ID, CHANGED);

        assertThat(advice.deletes()).isEqualTo(Deletes.KEY_COMPARE);
        assertThat(advice.warnings())
                .contains("rows are deleted in the source: prove found 12 gone on 2024-05-01; so keys are compared");
    }

    @Test
    void tablesThatHaveOutgrownTheLimitAreNamed() {
        Advice advice = after(1, "full-refresh", 80_000, 80_000)
                .after(1, "full-refresh", 101_000, 101_000)
                .learnt(101_000, Optional.empty(), ID, CHANGED);

        assertThat(advice.pattern()).isEqualTo(Pattern.INCREMENTAL);
        assertThat(advice.warnings())
                .contains("it was loaded by full-refresh so far, the last time 101,000 rows in 9.0 s; it had 80,000 on"
                        + " 2024-05-01 and has outgrown the limit of 100,000");
    }

    @Test
    void refreshesThatFindNothingChangedAreTold() {
        after(1, "full-refresh", 50, 50).after(3, "full-refresh", 50, 0);

        assertThat(learnt(50, Optional.empty(), ID).warnings())
                .contains(
                        "3 of the last 3 refreshes found the source unchanged, each after reading all of it: it can run"
                                + " less often");
        assertThat(learnt(50, Optional.empty(), ID, CHANGED).warnings())
                .anyMatch(warning -> warning.endsWith("incremental by changed would bring changes alone"));
        assertThat(learnt(200_000, Optional.empty(), ID).warnings())
                .anyMatch(warning -> warning.endsWith("cdc-merge with cdc.from = snapshots would write changes alone"));
        after(2, "full-refresh", 50, 50);
        assertThat(learnt(50, Optional.empty(), ID).warnings()).isEmpty();
    }

    @Test
    void whatTheSourceCountsBoundsWhatRefreshesCanHaveChanged() {
        after(3, "full-refresh", 200_000, 200_000).after(1, "full-refresh", 200_100, 200_100);

        assertThat(learnt(200_100, Optional.of(new Writes(200_100, 20, 0)), ID).warnings())
                .anyMatch(warning ->
                        warning.startsWith("the last 3 refreshes read 600,100 rows; meanwhile the table grew by"
                                + " 100, and all updates and deletes that the source has counted are 20: "));
        assertThat(learnt(200_100, Optional.of(new Writes(200_100, 20_000, 0)), ID)
                        .warnings())
                .noneMatch(warning -> warning.contains("refreshes read"));
    }
}
