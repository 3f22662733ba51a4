package io.highwater.jobs.advisor;

import io.highwater.common.source.DateLayout;
import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.catalog.FileFacts;
import io.highwater.common.source.catalog.FileFacts.ChangeFeed;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.jobs.advisor.Advice.Deletes;
import io.highwater.jobs.advisor.Advice.Pattern;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What fits a table because it is made of files. Goes by nothing but the facts it is given. */
record FileRules(TableFacts table, FileFacts files) {
    /** So many days files may come after the date that they are of. */
    static final int LATE = 7;

    private static final String EXTRACTS =
            "if a date's files are not what was new that day but all there was, load them by"
                    + " cdc-merge with cdc.from = snapshots";

    /** The changes that a Delta table tells, if a key tells which rows they are about. */
    Optional<Advice> changeFeed() {
        if (files.changeFeed() != ChangeFeed.KEPT || table.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Advice(
                table,
                Pattern.CDC_MERGE,
                Optional.empty(),
                Deletes.NOTHING,
                "it tells its changes, deletes among them: delta.enableChangeDataFeed",
                List.of()));
    }

    /** Days that lie in files of their own: a history that has ended, or one that goes on. */
    Optional<Advice> dates(LocalDate today) {
        return files.dates()
                .filter(dates -> dates.dates() > 1)
                .map(dates -> dates.last().isBefore(today.minusDays(LATE)) ? ended(dates) : goingOn(dates));
    }

    private Advice ended(DateLayout dates) {
        return new Advice(
                table,
                Pattern.BACKFILL,
                Optional.empty(),
                Deletes.NOTHING,
                described(dates) + "; none is newer, so it is loaded once, day by day",
                List.of(
                        "if files of later dates come after all, backfill --through loads them; files that change, --reprocess"
                                + " all",
                        EXTRACTS));
    }

    private Advice goingOn(DateLayout dates) {
        List<String> warnings = new ArrayList<>(List.of(
                "files that come or change more than " + LATE + " days after their date are not seen:"
                        + " incremental.overlap looks further back",
                "the first run loads all dates in one go; backfill with handover = true does it day by day",
                EXTRACTS));
        if (table.key().isEmpty()) {
            warnings.add("without a key a row that is changed in a file that was read comes beside the one that it was:"
                    + " advise.keys says what tells rows apart");
        }
        return new Advice(
                table,
                Pattern.INCREMENTAL,
                Optional.of(new ColumnFacts(
                        dates.column(), Kind.DATE, false, OptionalDouble.of(0), true, OptionalDouble.empty())),
                Deletes.NOTHING,
                described(dates) + "; a day is read once it is over",
                warnings);
    }

    private static String described(DateLayout dates) {
        return String.format(
                "its files lie by date: %,d dates from %s through %s as %s",
                dates.dates(), dates.first(), dates.last(), dates.column());
    }

    /** What would bring changes alone. */
    String cheaper() {
        if (files.format().isPresent()) {
            return "every run reads all of it; files in directories by date would let a run read the new ones alone";
        }
        return files.changeFeed() == ChangeFeed.KEPT
                ? "every run reads all of it; it tells its changes, and with a key (advise.keys) cdc-merge would bring"
                        + " them alone"
                : "every run reads all of it; ALTER TABLE delta.`" + files.path()
                        + "` SET TBLPROPERTIES (delta.enableChangeDataFeed = true) lets cdc-merge bring later changes alone";
    }

    /** What it costs to load by a column that no statistics are kept of. */
    String readsAll(String column) {
        return files.format().isPresent()
                ? "every run reads all files to find those rows"
                : "the table's log has no statistics of " + column + ", so every run reads all of it";
    }
}
