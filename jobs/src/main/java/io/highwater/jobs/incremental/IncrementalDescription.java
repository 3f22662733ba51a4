package io.highwater.jobs.incremental;

import io.highwater.common.source.Changes.WithoutCursor;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.Reading;
import io.highwater.common.state.Watermark;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A planned load in words. */
record IncrementalDescription(IncrementalPlan plan, Horizon horizon) {
    private static final int SHOWN = 5;

    List<String> lines() {
        CursorType type = plan.loading().changes().type();
        List<String> lines = new ArrayList<>();
        lines.add("would read " + plan.loading().changes().describe() + " by "
                + plan.loading().settings().cursor().column());
        lines.add("  the watermark is at "
                + plan.found().watermark().map(Watermark::text).orElse("the beginning")
                + "; the source's clock shows " + type.text(horizon.now()) + " and it is settled up to "
                + type.text(horizon.bound()));
        plan.notes(horizon, plan.loading().changes().strays(horizon.now())).forEach(note -> lines.add("  " + note));
        List<Window> windows = plan.windows(horizon);
        windows.stream().limit(SHOWN).forEach(window -> describe(window, type, lines));
        if (windows.size() > SHOWN) {
            lines.add("  and " + (windows.size() - SHOWN) + " more windows, the last up to "
                    + type.text(windows.get(windows.size() - 1).to()));
        }
        lines.add(
                plan.loading().key().isEmpty()
                        ? "would add to " + plan.loading().target().address() + " the rows it does not hold yet"
                        : "would merge into " + plan.loading().target().address() + " by "
                                + plan.loading().key());
        comparison(lines);
        plan.fit().changes().forEach(change -> lines.add("  " + change));
        plan.fit().objections().forEach(objection -> lines.add("  would be refused: " + objection));
        return lines;
    }

    private void comparison(List<String> lines) {
        DeleteDetection deletes = plan.loading().settings().deletes();
        if (deletes.means() == DeleteDetection.Means.KEY_COMPARE) {
            lines.add("would compare its keys with the source's once "
                    + deletes.every().toSeconds()
                    + " s have passed since the last time, "
                    + plan.loading().keysCompared().map(Instant::toString).orElse("which is not known"));
        }
    }

    private void describe(Window window, CursorType type, List<String> lines) {
        lines.add("  window " + window.describe(type));
        try (Reading reading = plan.loading().changes().open(window, WithoutCursor.LEFT_OUT)) {
            ReadPlan read = reading.plan();
            read.splits().forEach(split -> lines.add("    " + split.predicate()));
        }
    }
}
