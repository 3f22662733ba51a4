package io.highwater.common.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.state.IntervalLedger.Entry;
import io.highwater.common.state.IntervalLedger.Subject;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Intervals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a job's backfill has come.
 *
 * @param job the job's name
 * @param subject what its intervals are about
 * @param known what is known of them
 */
public record BackfillReport(String job, Subject subject, Intervals known) {
    private static final int FAILURES_SHOWN = 5;

    /**
     * What a ledger says of the column and the table that it was written about last.
     *
     * @param entries the earlier ones first, at least one
     */
    public static BackfillReport of(String job, List<Entry> entries) {
        Subject last = entries.get(entries.size() - 1).subject();
        List<IntervalRecord> records = entries.stream()
                .filter(entry -> entry.subject().column().equalsIgnoreCase(last.column())
                        && entry.subject().type() == last.type()
                        && (entry.subject().targetId().equals(last.targetId())
                                || entry.record().status() != IntervalStatus.SUCCESS))
                .map(Entry::record)
                .toList();
        return new BackfillReport(job, last, Intervals.of(records));
    }

    /** Lines to read. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("backfill of job " + job + " by " + subject.column() + ": " + counts());
        new IntervalCalendar(known, subject.type(), subject.zone()).lines().forEach(line -> lines.add("  " + line));
        List<IntervalRecord> failed = known.all().stream()
                .filter(record -> record.status() == IntervalStatus.FAILED)
                .toList();
        failed.stream()
                .limit(FAILURES_SHOWN)
                .forEach(record -> lines.add("  failed " + record.window().describe(subject.type()) + ": "
                        + record.error().orElse("").replace("\n", "\n    ")));
        if (failed.size() > FAILURES_SHOWN) {
            lines.add("  and " + (failed.size() - FAILURES_SHOWN) + " more that failed");
        }
        return lines;
    }

    /** How many intervals have come to what, such as {@code 3 success, 1 failed}. */
    public String counts() {
        return byStatus().entrySet().stream()
                .map(status -> String.format(
                        "%,d %s", status.getValue(), status.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private Map<IntervalStatus, Integer> byStatus() {
        Map<IntervalStatus, Integer> counts = new EnumMap<>(IntervalStatus.class);
        known.all().forEach(record -> counts.merge(record.status(), 1, Integer::sum));
        return counts;
    }

    void fill(ObjectNode json) {
        json.put("job", job).put("column", subject.column());
        ObjectNode counts = json.putObject("intervals");
        byStatus().forEach((status, count) -> counts.put(status.name(), count));
        ArrayNode lacking = json.putArray("not_loaded");
        known.all().stream()
                .filter(record -> record.status() != IntervalStatus.SUCCESS)
                .forEach(record -> {
                    ObjectNode interval = lacking.addObject()
                            .put(
                                    "from",
                                    subject.type().text(record.window().from().orElseThrow()))
                            .put("to", subject.type().text(record.window().to()))
                            .put("status", record.status().name())
                            .put("attempts", record.attempts())
                            .put("run", record.run());
                    record.error().ifPresent(error -> interval.put("error", error));
                });
    }
}
