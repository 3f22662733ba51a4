package io.highwater.jobs.backfill;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Why intervals of a run could not be loaded, in the order of their dates. */
final class Failures {
    private static final int SHOWN = 20;

    private final CursorType type;
    private final Map<Window, RuntimeException> byInterval =
            new TreeMap<>(Comparator.comparingLong(window -> window.from().orElseThrow()));

    /** @param type what positions of the intervals are */
    Failures(CursorType type) {
        this.type = type;
    }

    void add(Group group, RuntimeException failure) {
        group.intervals().forEach(interval -> byInterval.put(interval, failure));
    }

    int size() {
        return byInterval.size();
    }

    /** What a process ends with that failed like this; empty unless all failed alike. */
    Optional<ExitCode> exitCode() {
        List<ExitCode> codes = byInterval.values().stream()
                .map(failure -> failure instanceof UserException known ? known.exitCode() : ExitCode.BUG)
                .distinct()
                .toList();
        return codes.size() == 1 ? Optional.of(codes.get(0)) : Optional.empty();
    }

    /** What went wrong, in lines to read; what went wrong alike is said once. */
    List<String> lines() {
        Map<String, List<Window>> causes = new LinkedHashMap<>();
        byInterval.forEach((interval, failure) -> causes.computeIfAbsent(
                        // Without what is the interval's own.
                        message(failure).replace(interval.describe(type), "this interval"), unused -> new ArrayList<>())
                .add(interval));
        List<String> lines = new ArrayList<>();
        causes.forEach((cause, intervals) -> {
            lines.add("  " + named(intervals, type) + ":");
            cause.lines().forEach(line -> lines.add("    " + line));
        });
        return lines;
    }

    /** What is said of one. */
    static String message(RuntimeException failure) {
        return failure instanceof UserException ? failure.getMessage() : "A defect in Highwater: " + failure;
    }

    /** Some intervals, by where they begin. */
    static String named(List<Window> intervals, CursorType type) {
        List<String> some = intervals.stream()
                .limit(SHOWN)
                .map(interval -> type.text(interval.from().orElseThrow()))
                .toList();
        return (intervals.size() == 1 ? "interval from " : intervals.size() + " intervals, from ")
                + String.join(", ", some)
                + (intervals.size() > SHOWN ? " and more" : "");
    }
}
