package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.DateLayout;
import io.highwater.common.source.FileFormat;
import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.catalog.DatabaseFacts;
import io.highwater.common.source.catalog.FileFacts;
import io.highwater.common.source.catalog.FileFacts.ChangeFeed;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.catalog.TableFacts.Writes;
import io.highwater.jobs.advisor.Advice.Deletes;
import io.highwater.jobs.advisor.Advice.Pattern;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    private static final ColumnFacts ID = column("id", Kind.INTEGER, false, true);
    private static final Writes BUSY = new Writes(1000, 500, 20);
    private static final Writes GROWING = new Writes(1000, 0, 0);

    private static ColumnFacts column(String name, Kind kind, boolean nullable, boolean indexed) {
        return new ColumnFacts(name, kind, nullable, OptionalDouble.empty(), indexed, OptionalDouble.of(1));
    }

    private static Advice advice(long rows, List<String> key, Optional<Writes> writes, ColumnFacts... columns) {
        return advice(Optional.empty(), rows, key, writes, columns);
    }

    private static Advice advice(
            Optional<String> log, long rows, List<String> key, Optional<Writes> writes, ColumnFacts... columns) {
        DatabaseFacts database = new DatabaseFacts("Db", "jdbc:db", log, List.of(), List.of());
        return new Rules(database, 100_000, LocalDate.of(2024, 2, 20))
                .advice(new TableFacts(
                        Optional.of("s"),
                        "t",
                        rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows),
                        OptionalLong.empty(),
                        key,
                        List.of(columns),
                        writes));
    }

    @Test
    void smallTablesAreReadAnew() {
        Advice advice =
                advice(99_999, List.of("id"), Optional.of(BUSY), ID, column("updated_at", Kind.INSTANT, false, true));

        assertThat(advice.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice.why()).isEqualTo("small: fewer than 100,000 rows");
        assertThat(advice.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "updated_at",
                "updatedAt",
                "LAST_UPDATE",
                "modified",
                "last_modified_date",
                "row_changed_ts",
                "mtime",
                "lastModifiedAt",
                "modification_time",
                "upd_date"
            })
    void timesOfChangeAreKnownByTheirNames(String name) {
        Advice advice = advice(200_000, List.of("id"), Optional.of(BUSY), ID, column(name, Kind.INSTANT, false, true));

        assertThat(advice.pattern()).isEqualTo(Pattern.INCREMENTAL);
        assertThat(advice.cursor()).map(ColumnFacts::name).hasValue(name);
        assertThat(advice.deletes()).isEqualTo(Deletes.KEY_COMPARE);
        assertThat(advice.why()).contains("500 updates and 20 deletes counted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "birthday", "exchanged", "valid_from", "update_count_time_zone_offset_x"})
    void otherTimesAreNot(String name) {
        Advice advice = advice(200_000, List.of("id"), Optional.of(BUSY), ID, column(name, Kind.DATE, false, true));

        assertThat(advice.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice.why()).startsWith("nothing tells what changed");
    }

    @Test
    void theBestOfSeveralIsTakenAndItsWeaknessesAreSaid() {
        Advice best = advice(
                200_000,
                List.of("id"),
                Optional.of(GROWING),
                ID,
                column("modified", Kind.LOCAL, true, true),
                column("updated", Kind.LOCAL, false, false));

        assertThat(best.cursor()).map(ColumnFacts::name).hasValue("updated");
        assertThat(best.deletes()).isEqualTo(Deletes.NOTHING);
        assertThat(best.warnings())
                .anyMatch(warning -> warning.contains("CREATE INDEX ON s.t (updated)"))
                .anyMatch(warning -> warning.contains("has no zone"))
                .anyMatch(warning -> warning.contains("taken from its name"));
        Advice weak =
                advice(200_000, List.of("id"), Optional.empty(), ID, column("modified", Kind.INSTANT, true, true));
        assertThat(weak.warnings())
                .anyMatch(warning -> warning.contains("may be NULL"))
                .anyMatch(warning -> warning.contains("rows deleted in the source stay"));
    }

    @Test
    void rowsThatAreOnlyAddedAreLoadedByWhatGrows() {
        assertThat(advice(200_000, List.of("id"), Optional.of(GROWING), ID).cursor())
                .map(ColumnFacts::name)
                .hasValue("id");
        assertThat(advice(200_000, List.of(), Optional.of(GROWING), column("created_at", Kind.INSTANT, false, true))
                        .cursor())
                .map(ColumnFacts::name)
                .hasValue("created_at");
        assertThat(advice(200_000, List.of("id"), Optional.of(BUSY), ID).pattern())
                .isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice(200_000, List.of("id"), Optional.empty(), ID).pattern())
                .isEqualTo(Pattern.FULL_REFRESH);
    }

    @Test
    void whereNothingTellsWhatChangedALogOfChangesIsNamed() {
        Advice advice = advice(Optional.of("wal_level = logical"), 200_000, List.of(), Optional.of(BUSY), ID);

        assertThat(advice.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(advice.why()).contains("no time of change, no key");
        assertThat(advice.warnings())
                .anyMatch(warning -> warning.contains("wal_level = logical lets Debezium or DMS follow"))
                .anyMatch(warning -> warning.contains("no primary key"));
        assertThat(advice(-1, List.of("id"), Optional.empty(), ID).why()).contains("how many rows it has is not known");
    }

    private static Advice advice(List<String> key, FileFacts files) {
        DatabaseFacts database = new DatabaseFacts("files", "/lake", Optional.empty(), List.of(), List.of());
        return new Rules(database, 100_000, LocalDate.of(2024, 2, 20))
                .advice(new TableFacts(
                        Optional.empty(),
                        "t",
                        OptionalLong.of(200_000),
                        OptionalLong.empty(),
                        key,
                        List.of(ID),
                        Optional.empty(),
                        Optional.of(files)));
    }

    private static FileFacts delta(ChangeFeed feed) {
        return new FileFacts("/lake/t", Optional.empty(), feed, Optional.empty(), List.of("a note"));
    }

    @Test
    void changeFeedsAreMergedWhereThereIsAKey() {
        Advice advice = advice(List.of("id"), delta(ChangeFeed.KEPT));

        assertThat(advice.pattern()).isEqualTo(Pattern.CDC_MERGE);
        assertThat(advice.warnings()).containsExactly("a note");
        Advice keyless = advice(List.of(), delta(ChangeFeed.KEPT));
        assertThat(keyless.pattern()).isEqualTo(Pattern.FULL_REFRESH);
        assertThat(keyless.warnings())
                .anyMatch(warning -> warning.contains("with a key (advise.keys) cdc-merge would"));
        assertThat(advice(List.of("id"), delta(ChangeFeed.OFF)).warnings())
                .anyMatch(warning -> warning.contains(
                        "ALTER TABLE delta.`/lake/t` SET TBLPROPERTIES (delta.enableChangeDataFeed = true)"));
    }

    private static Advice byDate(LocalDate last) {
        DateLayout dates = new DateLayout("/t/{yyyy-MM-dd}", "day", LocalDate.of(2024, 1, 1), last, 30);
        return advice(
                List.of(),
                new FileFacts("/t", Optional.of(FileFormat.CSV), ChangeFeed.IMPOSSIBLE, Optional.of(dates), List.of()));
    }

    @Test
    void filesByDateAreLoadedByDate() {
        Advice ended = byDate(LocalDate.of(2024, 2, 12));
        Advice goingOn = byDate(LocalDate.of(2024, 2, 13));

        assertThat(ended.pattern()).isEqualTo(Pattern.BACKFILL);
        assertThat(ended.why())
                .isEqualTo(
                        "its files lie by date: 30 dates from 2024-01-01 through 2024-02-12 as day; none is newer, so it is"
                                + " loaded once, day by day");
        assertThat(goingOn.pattern()).isEqualTo(Pattern.INCREMENTAL);
        assertThat(goingOn.cursor()).map(ColumnFacts::name).hasValue("day");
        assertThat(goingOn.warnings())
                .anyMatch(warning -> warning.contains("more than 7 days after their date"))
                .anyMatch(warning -> warning.contains("comes beside the one that it was"));
    }
}
