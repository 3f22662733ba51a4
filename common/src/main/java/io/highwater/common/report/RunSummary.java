package io.highwater.common.report;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunReport;
import java.util.ArrayList;
import java.util.List;

/** What a run did, in a few lines. */
public final class RunSummary {
    private RunSummary() {}

    /** The lines, the most important one first. */
    public static List<String> of(RunReport report) {
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : report.outcomes()) {
            if (outcome instanceof Outcome.Upkeep upkeep) {
                upkeep.notes().forEach(note -> lines.add("  upkeep: " + note));
                upkeep.warning().ifPresent(warning -> lines.add("  warning: " + warning));
            } else {
                lines.add(headline(report, outcome));
                outcome.notes().forEach(note -> lines.add("  " + note));
            }
        }
        report.recovered().forEach(earlier -> lines.add("  found out about an earlier run: " + earlier));
        lines.add(String.format("  run %s, %.1f s", report.run(), report.took().toMillis() / 1000.0));
        return lines;
    }

    private static String rows(Outcome.Committed committed) {
        if (committed.rowsRead() + committed.rowsWritten() == 0) {
            return "";
        }
        String aside =
                committed.rowsQuarantined() == 0 ? "" : String.format(", %,d set aside", committed.rowsQuarantined());
        return String.format(", %,d rows written (%,d read%s)", committed.rowsWritten(), committed.rowsRead(), aside);
    }

    private static String headline(RunReport report, Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            return String.format(
                    "%s: %s is at version %d%s", report.job(), report.target(), committed.version(), rows(committed));
        }
        if (outcome instanceof Outcome.Steps steps) {
            return String.format(
                    "%s: %,d rows written (%,d read)", report.job(), steps.rowsWritten(), steps.rowsRead());
        }
        Outcome.Unchanged unchanged = (Outcome.Unchanged) outcome;
        return String.format(
                "%s: %s stays as it is: %s (%,d rows read)",
                report.job(), report.target(), unchanged.reason(), unchanged.rowsRead());
    }
}
