package io.highwater.jobs.incremental;

import io.highwater.common.job.NullKeyPolicy;
import io.highwater.common.job.RunContext;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.quality.RowGuards;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import io.highwater.common.time.Window;
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
    private long written;
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

    /** Rows that the commit brings in. */
    long written() {
        return written;
    }

    /** Bytes of the files that the commit brings. */
    long bytes() {
        return staged.bytes();
    }

    /** Commits what is left; empty if that is nothing. */
    OptionalLong publish(Stamp stamp) {
        OptionalLong version = staged.publish(stamp);
        boolean unmarked = version.isEmpty() && figures.quarantined() > 0;
        return unmarked ? OptionalLong.of(loading.target().mark(stamp)) : version;
    }

    private void merge() {
        VersionedKey key = new VersionedKey(loading.key(), cursor(), nullKeys());
        long dropped = staged.keepLatest(key);
        if (dropped > 0) {
            notes.add(String.format(
                    "%,d rows share their key with a later row of the same window and were left out: key %s does not tell"
                            + " rows apart",
                    dropped, loading.key()));
        }
        Upsert upsert = staged.upsert(key);
        written = upsert.inserted() + upsert.updated();
        notes.add(String.format(
                "%,d inserted, %,d updated, %,d already there%s%s",
                upsert.inserted(),
                upsert.updated(),
                upsert.unchanged(),
                upsert.stale() > 0 ? String.format(", %,d older than the table's and left out", upsert.stale()) : "",
                upsert.path() == Upsert.Path.APPEND ? "; no stored row was looked at" : ""));
    }

    private void addMissing(Window window) {
        Column range = CursorColumns.inside(window, cursor(), loading.changes().type());
        if (loading.settings().onNull() == IncrementalSettings.NullCursor.INCLUDE) {
            range = range.or(CursorColumns.of(cursor()).isNull());
        }
        long present = staged.withoutPresent(range);
        written = figures.kept() - present;
        notes.add(String.format("%,d added, %,d already there", written, present));
    }

    private String cursor() {
        return loading.settings().cursor().column();
    }

    private NullKeys nullKeys() {
        return loading.settings().nullKeys() == NullKeyPolicy.NULL_SAFE ? NullKeys.EQUAL : NullKeys.NEVER_MATCH;
    }
}
