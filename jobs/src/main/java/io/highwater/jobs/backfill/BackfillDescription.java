package io.highwater.jobs.backfill;

import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A planned backfill in words. */
record BackfillDescription(BackfillPlan plan) {
    private static final int MOST_LINES = 100;

    List<String> lines() {
        Loading loading = plan.loading();
        BackfillSettings settings = loading.settings();
        String unit = settings.unit().name().toLowerCase(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        lines.add("backfill " + loading.job() + ": " + loading.changes().describe() + " into "
                + loading.target().address());
        lines.add(String.format(
                "  %s to %s by %s: %,d intervals of one %s%s, %,d to load, %s first",
                plan.range().from(),
                plan.range().through(),
                settings.column(),
                plan.intervals().size(),
                unit,
                loading.type() == CursorType.INSTANT ? " in " + settings.zone() : "",
                plan.lacking().size(),
                settings.order().name().toLowerCase(Locale.ROOT)));
        lines.add(String.format(
                "  up to %d groups at a time, of about %,d rows each at most",
                settings.parallelism(), settings.groupRows()));
        loading.fit().changes().forEach(change -> lines.add("  " + change));
        loading.fit().objections().forEach(objection -> lines.add("  refused: " + objection));
        plan.undated().ifPresent(why -> lines.add("  refused: " + why));
        plan.notes().forEach(note -> lines.add("  " + note));
        List<String> spans = spans();
        lines.addAll(spans.subList(0, Math.min(spans.size(), MOST_LINES)));
        if (spans.size() > MOST_LINES) {
            lines.add("  and " + (spans.size() - MOST_LINES) + " more lines like these");
        }
        return lines;
    }

    /** Neighbouring intervals of which the same is to be said share a line. */
    private List<String> spans() {
        Set<Window> lacking = new HashSet<>(plan.lacking());
        List<String> lines = new ArrayList<>();
        List<Window> span = new ArrayList<>();
        String said = "";
        for (Window interval : parts()) {
            String verdict = verdict(interval, lacking);
            if (!span.isEmpty() && !verdict.equals(said)) {
                lines.add(line(span, said));
                span.clear();
            }
            span.add(interval);
            said = verdict;
        }
        lines.add(line(span, said));
        return lines;
    }

    /** The intervals, with those that are lacking in part cut there. */
    private List<Window> parts() {
        List<Window> parts = new ArrayList<>();
        for (Window interval : plan.intervals()) {
            List<Long> cuts = plan.lacking(interval).stream()
                    .flatMap(part -> List.of(part.from().orElseThrow(), part.to()).stream())
                    .sorted()
                    .toList();
            parts.addAll(interval.cutAt(cuts));
        }
        return parts;
    }

    private String verdict(Window interval, Set<Window> lacking) {
        List<IntervalRecord> known = plan.ledger().known().within(interval);
        String before = known.isEmpty()
                ? "never tried"
                : known.get(0).status() + " by run " + known.get(0).run()
                        + (hadEnded(known.get(0)) ? "" : ", before it had ended")
                        + known.get(0)
                                .error()
                                .map(error -> ": " + firstLine(error))
                                .orElse("");
        return (lacking.contains(interval) ? "load   " : "leave  ") + "(" + before + ")";
    }

    private boolean hadEnded(IntervalRecord record) {
        return record.status() != IntervalStatus.SUCCESS || plan.ledger().hadEnded(record);
    }

    private String line(List<Window> span, String verdict) {
        CursorType type = plan.loading().type();
        Window whole = Window.between(
                span.get(0).from().orElseThrow(), span.get(span.size() - 1).to());
        String column = plan.loading().settings().column();
        return String.format(
                "  %s  %s >= %s and %s < %s: %,d interval%s",
                verdict,
                column,
                type.text(whole.from().orElseThrow()),
                column,
                type.text(whole.to()),
                span.size(),
                span.size() == 1 ? "" : "s");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
