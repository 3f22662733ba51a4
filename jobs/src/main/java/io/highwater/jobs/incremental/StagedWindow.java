package io.highwater.jobs.incremental;

import io.highwater.common.job.RunContext;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.quality.RowGuards;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Stamp;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import io.highwater.jobs.incremental.IncrementalSettings.NullKeyPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;

/** A window's rows, written and not yet visible, on their way to becoming a commit. */
final class StagedWindow {
    private final Loading loading;
    private final StagedAddition staged;
    private final Measurement measurement;
    private final List<RowCheck> checks;
    private final Figures figures;
    private final List<String> notes = new ArrayList<>();

    StagedWindow(Loading loading, StagedAddition staged, Measurement measurement, List<RowCheck> checks) {
        this.loading = loading;
        this.staged = staged;
        this.measurement = measurement;
        this.checks = checks;
        this.figures = measurement.figures();
    }

    Figures figures() {
        return figures;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Throws the rows away if they are not what the load was told they are. */
    void judge(String window) {
        List<Refusal> refusals = new ArrayList<>(RowGuards.judge(figures, checks));
        if (loading.settings().nullKeys() == NullKeyPolicy.NULL_SAFE) {
            refusals.removeIf(refusal -> refusal.guard().equals("key-not-null"));
        }
        if (!refusals.isEmpty()) {
            staged.discard();
            throw new RefusedException(
                    "Refused to load " + loading.target().address() + ": rows " + window + " do not pass.",
                    refusals,
                    "Of this window nothing was loaded, and the watermark stays before it. Mend the rows and run again, or"
                            + " set them aside: on-fail = quarantine for a check,"
                            + " highwater.incremental.null-keys = quarantine for a key.");
        }
    }

    /** Moves rows that are to be quarantined out of the way. */
    void setAside(RunContext context, long committed) {
        if (figures.quarantined() == 0) {
            return;
        }
        Map<String, Column> reasons = new LinkedHashMap<>();
        checks.stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .forEach(check -> reasons.put(check.name(), check.fails()));
        loading.quarantine()
                .addUnseen(
                        staged.rows().filter(measurement.quarantined()), reasons, context.stamp(Map.of()), committed);
        staged.remove(measurement.quarantined());
        notes.add("set aside: SELECT * FROM " + loading.quarantine().sql());
    }

    /** Finds out which rows the table holds already, in this or an earlier form. */
    void reconcile(Window window) {
        if (loading.key().isEmpty()) {
            addMissing(window);
        } else {
            merge();
        }
    }

    /** Rows that the commit adds to the table. */
    long written() {
        return staged.written();
    }

    /** Commits what is left; empty if that is nothing. */
    OptionalLong publish(Stamp stamp) {
        OptionalLong version = staged.publish(stamp);
        boolean unmarked = version.isEmpty() && figures.quarantined() > 0;
        return unmarked ? OptionalLong.of(loading.target().mark(stamp)) : version;
    }

    private void merge() {
        String cursor = loading.settings().cursor().column();
        long dropped = staged.keepLatest(loading.key(), cursor);
        if (dropped > 0) {
            notes.add(String.format(
                    "%,d rows share their key with a later row of the same window and were left out: key %s does not tell"
                            + " rows apart",
                    dropped, loading.key()));
        }
        var keys = loading.settings().nullKeys() == NullKeyPolicy.NULL_SAFE
                ? StagedAddition.NullKeys.EQUAL
                : StagedAddition.NullKeys.NEVER_MATCH;
        var counts = staged.mergeInto(loading.key(), cursor, keys);
        notes.add(String.format(
                "%,d inserted, %,d updated, %,d already there%s",
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                counts.stale() > 0 ? String.format(", %,d older than the table's and left out", counts.stale()) : ""));
    }

    private void addMissing(Window window) {
        CursorType type = loading.changes().type();
        String cursor = loading.settings().cursor().column();
        Column range = CursorColumns.inside(window, cursor, type);
        if (loading.settings().onNull() == IncrementalSettings.NullCursor.INCLUDE) {
            range = range.or(org.apache
                    .spark
                    .sql
                    .functions
                    .col("`" + cursor.replace("`", "``") + "`")
                    .isNull());
        }
        long present = staged.withoutPresent(range);
        notes.add(String.format("%,d added, %,d already there", staged.written(), present));
    }
}
