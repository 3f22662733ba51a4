package io.highwater.jobs.refresh;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.target.DeltaTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A planned refresh in words. */
final class RefreshDescription {
    private final RefreshPlan plan;

    RefreshDescription(RefreshPlan plan) {
        this.plan = plan;
    }

    List<String> lines() {
        ReadPlan read = plan.readPlan();
        List<String> lines = new ArrayList<>();
        lines.add("would read " + read.source() + about(read.estimatedRows()));
        lines.add("  " + (read.consistency().oneSnapshot() ? "one snapshot: " : "NOT one snapshot: ")
                + read.consistency().how());
        read.notes().forEach(note -> lines.add("  " + note));
        lines.add("  in " + read.splits().size() + (read.splits().size() == 1 ? " split:" : " splits:"));
        read.splits().forEach(split -> lines.add("    " + split.predicate() + about(split.estimatedRows())));
        lines.add(plan.live()
                .map(this::replaced)
                .orElse("would create " + plan.target().address()));
        plan.fit().changes().forEach(change -> lines.add("  " + change));
        plan.fit().objections().forEach(objection -> lines.add("  would be refused: " + objection));
        return lines;
    }

    private String replaced(DeltaTarget.Live live) {
        return String.format(
                "would replace %s, version %d: %,d rows in %,d files, %,d bytes",
                plan.target().address(), live.version(), plan.target().countRows(), live.files(), live.bytes());
    }

    private static String about(OptionalLong rows) {
        return rows.isPresent() ? String.format(", about %,d rows", rows.getAsLong()) : "";
    }
}
