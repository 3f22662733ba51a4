package io.highwater.jobs.advisor;

import io.highwater.common.source.catalog.TableFacts.Writes;
import io.highwater.jobs.advisor.Advice.Deletes;
import io.highwater.jobs.advisor.Advice.Pattern;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the runs so far teach about a table. Goes by nothing but the facts it is given. */
record Lessons(Rules rules) {
    /** So many loads are looked at. */
    static final int LOADS = 8;

    private static final int ENOUGH = 3;
    private static final double MOST = 0.75;
    private static final double LARGE_PART = 0.5;
    private static final double NEARLY_NOTHING = 0.05;

    /** The same advice, or a better one, with what speaks for it. */
    Advice learnt(Advice advice, LoadHistory history) {
        return switch (advice.pattern()) {
            case INCREMENTAL -> tooMuch(advice, history).orElseGet(() -> outgrown(deletes(advice, history), history));
            case FULL_REFRESH ->
                unchanged(advice, history)
                        .or(() -> nearlyUnchanged(advice, history))
                        .orElse(advice);
            case CDC_MERGE, BACKFILL -> advice;
        };
    }

    /** An incremental load that brings most of the table each time costs more than the table. */
    private static Optional<Advice> tooMuch(Advice advice, LoadHistory history) {
        long rows = advice.table().rows().orElse(0);
        List<Load> loads = history.repeated(Pattern.INCREMENTAL.word(), LOADS);
        List<Load> large = loads.stream().filter(load -> isLarge(load, rows)).toList();
        if (rows == 0 || !areMost(large, loads)) {
            return Optional.empty();
        }
        double rewritten = large.stream()
                .mapToDouble(load -> load.rewritten().orElse(0))
                .max()
                .orElse(0);
        String files = rewritten > 0 ? String.format(" and rewrote up to %.0f %% of its files", 100 * rewritten) : "";
        return Optional.of(new Advice(
                advice.table(),
                Pattern.FULL_REFRESH,
                Optional.empty(),
                Deletes.NOTHING,
                String.format(
                        "%d of the last %d incremental loads wrote %s of the table's %,d rows%s, and took up to %s: a full"
                                + " refresh would be cheaper, it compares nothing",
                        large.size(),
                        loads.size(),
                        parts(large, load -> part(load, rows)),
                        rows,
                        files,
                        longest(large)),
                List.of("where that was for once, load incrementally as before: by "
                        + advice.cursor().orElseThrow().name())));
    }

    private static boolean isLarge(Load load, long rows) {
        return part(load, rows) >= LARGE_PART || load.rewritten().orElse(0) >= LARGE_PART;
    }

    private static double part(Load load, long rows) {
        return (double) load.written() / rows;
    }

    private static Advice deletes(Advice advice, LoadHistory history) {
        Optional<Load> found =
                history.loads().stream().filter(load -> load.deleted() > 0).findFirst();
        if (found.isEmpty()
                || advice.deletes() == Deletes.KEY_COMPARE
                || advice.table().key().isEmpty()) {
            return advice;
        }
        return new Advice(
                        advice.table(),
                        advice.pattern(),
                        advice.cursor(),
                        Deletes.KEY_COMPARE,
                        advice.why(),
                        advice.warnings())
                .with(List.of(String.format(
                        "rows are deleted in the source: %s found %,d gone on %s; so keys are compared",
                        found.get().pattern(), found.get().deleted(), day(found.get()))));
    }

    private Advice outgrown(Advice advice, LoadHistory history) {
        return history.latest(Pattern.FULL_REFRESH.word())
                .map(load -> advice.with(List.of(String.format(
                        "it was loaded by full-refresh so far, the last time %,d rows in %s%s",
                        load.read(), seconds(load), grown(history)))))
                .orElse(advice);
    }

    private String grown(LoadHistory history) {
        return history.loads().stream()
                .filter(load -> load.pattern().equals(Pattern.FULL_REFRESH.word()) && load.read() < rules.small())
                .reduce((newer, older) -> older)
                .map(oldest -> String.format(
                        "; it had %,d on %s and has outgrown the limit of %,d",
                        oldest.read(), day(oldest), rules.small()))
                .orElse("");
    }

    private Optional<Advice> unchanged(Advice advice, LoadHistory history) {
        List<Load> loads = history.repeated(Pattern.FULL_REFRESH.word(), LOADS);
        List<Load> idle = loads.stream().filter(load -> !load.committed()).toList();
        return areMost(idle, loads)
                ? Optional.of(advice.with(List.of(String.format(
                        "%d of the last %d refreshes found the source unchanged, each after reading all of it: %s",
                        idle.size(), loads.size(), cheaper(advice)))))
                : Optional.empty();
    }

    /** Without a digest of the content nobody knows what a refresh changed; the source's own counts are an upper bound. */
    private Optional<Advice> nearlyUnchanged(Advice advice, LoadHistory history) {
        List<Load> loads = history.repeated(Pattern.FULL_REFRESH.word(), LOADS);
        if (loads.size() < ENOUGH || advice.table().writes().isEmpty() || rules.isSmall(advice.table())) {
            return Optional.empty();
        }
        Writes writes = advice.table().writes().get();
        LongSummaryStatistics read = loads.stream().mapToLong(Load::read).summaryStatistics();
        long changes = writes.updated() + writes.deleted() + read.getMax() - read.getMin();
        return changes < NEARLY_NOTHING * read.getMax()
                ? Optional.of(advice.with(List.of(String.format(
                        "the last %d refreshes read %,d rows; meanwhile the table grew by %,d, and all updates and"
                                + " deletes that the source has counted are %,d: %s",
                        loads.size(),
                        read.getSum(),
                        read.getMax() - read.getMin(),
                        writes.updated() + writes.deleted(),
                        cheaper(advice)))))
                : Optional.empty();
    }

    private String cheaper(Advice advice) {
        return rules.changeTime(advice.table())
                .map(other -> "incremental by " + other.cursor().orElseThrow().name() + " would bring changes alone")
                .or(() -> rules.database()
                        .changeLog()
                        .map(setting -> "cdc-merge would bring changes alone (" + setting + ")"))
                .orElse(
                        rules.isSmall(advice.table()) || advice.table().key().isEmpty()
                                ? "it can run less often"
                                : "cdc-merge with cdc.from = snapshots would write changes alone");
    }

    private static boolean areMost(List<Load> some, List<Load> all) {
        return some.size() >= ENOUGH && some.size() >= MOST * all.size();
    }

    private static String parts(List<Load> loads, ToDoubleFunction<Load> part) {
        long least = Math.round(100 * loads.stream().mapToDouble(part).min().orElse(0));
        long most = Math.round(100 * loads.stream().mapToDouble(part).max().orElse(0));
        return least == most ? least + " %" : least + " to " + most + " %";
    }

    private static String longest(List<Load> loads) {
        return loads.stream()
                .max(Comparator.comparing(Load::took))
                .map(Lessons::seconds)
                .orElseThrow();
    }

    private static String seconds(Load load) {
        return String.format("%.1f s", load.took().toMillis() / 1000.0);
    }

    private static LocalDate day(Load load) {
        return LocalDate.ofInstant(load.at(), ZoneOffset.UTC);
    }
}
