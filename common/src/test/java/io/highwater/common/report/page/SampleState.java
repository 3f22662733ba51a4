package io.highwater.common.report.page;

import io.highwater.common.state.Holder;
import io.highwater.common.state.IntervalLedger;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Lease;
import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.state.States;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.Watermark;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.IntervalUnit;
import io.highwater.common.time.Micros;
import io.highwater.common.time.Window;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/** A week in the life of a shop's tables, written as jobs and pipelines write it. */
final class SampleState {
    static final Instant NOW = Instant.parse("2026-03-08T06:00:00Z");
    static final String REFUSED = "Refused to replace /lake/prices: the source has 12 rows and the table 48,112.\n"
            + "full-refresh.max-shrink = 20% allows no fewer than 38,490. <b>Nothing</b> was written.";

    private static final List<String> TABLES = List.of("customers", "products", "orders", "order_items", "prices");
    private static final java.util.Map<String, String> PATTERNS =
            java.util.Map.of("orders", "incremental", "history", "backfill");
    private static final Duration TERM = Duration.ofMinutes(5);

    private final States states;
    private final String path;
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    SampleState(Path directory) {
        this.states = new States(new Configuration(), clock);
        this.path = directory.toString();
    }

    States states() {
        return states;
    }

    String path() {
        return path;
    }

    /** Seven nights; in the last one a table is refused, and what depends on it is skipped. */
    SampleState afterAWeek() {
        for (int night = 0; night < 7; night++) {
            Instant start = NOW.minus(Duration.ofDays(6 - night)).minusSeconds(900);
            for (int i = 0; i < TABLES.size(); i++) {
                boolean refused = night == 6 && TABLES.get(i).equals("prices");
                run(
                        TABLES.get(i),
                        "night-" + night,
                        start.plusSeconds(20L * i),
                        1000L * (i + 1) * (7 - night),
                        refused);
            }
            pipeline("night-" + night, start, night == 6);
        }
        for (int hour = 48; hour > 0; hour -= 2) {
            watermark(NOW.minus(Duration.ofHours(hour)));
        }
        backfill();
        run("prices", "tidy", "upkeep", NOW.minusSeconds(300), 0, false);
        return this;
    }

    /** A pipeline that was ended before a step had its turn. */
    SampleState withAPipelineThatWasCutShort() {
        StepRecord first =
                StepRecord.planned("first", "sql", List.of(), Optional.empty()).running(1, NOW.minusSeconds(60));
        StepRecord second = StepRecord.planned("second", "sql", List.of("first"), Optional.empty());
        states.pipelines(path)
                .add(List.of(
                        new PipelineLedger.Entry("weekly", "cut", 0, NOW, done(first, NOW)),
                        new PipelineLedger.Entry("weekly", "cut", 1, NOW, second.skipped("interrupted"))));
        return this;
    }

    /** A run that somebody killed an hour ago. */
    SampleState withARunThatDied() {
        Holder dead =
                new Holder(Holder.thisProcess().host(), Holder.thisProcess().system(), 999_999_999L, 1, "etl");
        Clock then = Clock.fixed(NOW.minus(Duration.ofHours(1)), ZoneOffset.UTC);
        Lease lease = new StateStore(new Configuration(), path, then, dead)
                .acquire(new StateStore.Applicant("ledger", "killed", "cdc-merge", "/lake/ledger"), TERM);
        assert lease.generation() == 1;
        return this;
    }

    private void run(String job, String run, Instant start, long rows, boolean refused) {
        run(job, run, PATTERNS.getOrDefault(job, "full-refresh"), start, rows, refused);
    }

    private void run(String job, String run, String pattern, Instant start, long rows, boolean refused) {
        StateStore store =
                new StateStore(new Configuration(), path, Clock.fixed(start, ZoneOffset.UTC), Holder.thisProcess());
        Lease lease = store.acquire(new StateStore.Applicant(job, run, pattern, "/lake/" + job), TERM);
        store.finish(
                lease,
                new RunRecord(
                        job,
                        run,
                        lease.generation(),
                        pattern,
                        refused ? RunStatus.FAILED : RunStatus.SUCCESS,
                        start,
                        start.plusMillis(4_200 + rows),
                        OptionalLong.of(refused ? 4 : 0),
                        OptionalLong.of(rows),
                        OptionalLong.of(refused ? 0 : rows),
                        OptionalLong.of(job.equals("order_items") ? 3 : 0),
                        OptionalLong.of(refused ? 0 : rows * 87),
                        "/lake/" + job,
                        refused ? OptionalLong.empty() : OptionalLong.of(lease.generation()),
                        refused ? Optional.of(REFUSED) : Optional.empty()));
    }

    private void pipeline(String run, Instant start, boolean refused) {
        List<StepRecord> steps = new ArrayList<>();
        for (int i = 0; i < TABLES.size(); i++) {
            String table = TABLES.get(i);
            StepRecord running = StepRecord.planned(
                            table,
                            PATTERNS.getOrDefault(table, "full-refresh"),
                            List.of(),
                            Optional.of("/lake/" + table))
                    .running(1, start.plusSeconds(20L * i));
            steps.add(
                    refused && table.equals("prices")
                            ? running.failed(REFUSED, 4, start.plusSeconds(20L * i + 31))
                            : done(running, start.plusSeconds(20L * i + 25)));
        }
        StepRecord totals = StepRecord.planned(
                "order_totals", "sql", List.of("orders", "order_items"), Optional.of("/lake/order_totals"));
        steps.add(done(totals.running(1, start.plusSeconds(90)), start.plusSeconds(130)));
        StepRecord revenue = StepRecord.planned(
                "revenue", "sql", List.of("order_totals", "prices", "customers"), Optional.of("/lake/revenue"));
        StepRecord board = StepRecord.planned("board", "sql", List.of("revenue"), Optional.of("/lake/board"));
        steps.add(
                refused
                        ? revenue.skipped("prices failed")
                        : done(revenue.running(1, start.plusSeconds(130)), start.plusSeconds(150)));
        steps.add(
                refused
                        ? board.skipped("revenue was skipped")
                        : done(board.running(1, start.plusSeconds(150)), start.plusSeconds(162)));
        List<PipelineLedger.Entry> entries = new ArrayList<>();
        steps.forEach(step ->
                entries.add(new PipelineLedger.Entry("shop", run, entries.size(), start.plusSeconds(170), step)));
        states.pipelines(path).add(entries);
    }

    private static StepRecord done(StepRecord running, Instant end) {
        return running.succeeded(
                "1,000 rows written, version 4",
                new StepRecord.Figures(1000, 1000, 0, OptionalLong.of(4)),
                Optional.of("night"),
                end);
    }

    private void watermark(Instant at) {
        states.watermarks(path)
                .set(new Watermark(
                        "orders",
                        "updated_at",
                        CursorType.INSTANT,
                        ZoneOffset.UTC,
                        Micros.of(at.minusSeconds(90)),
                        "hourly",
                        1,
                        at,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    /** A year of days, of which two failed and the last are missing. */
    private void backfill() {
        IntervalLedger.Subject subject =
                new IntervalLedger.Subject("order_date", CursorType.DATE, ZoneOffset.UTC, "table");
        List<IntervalLedger.Entry> entries = new ArrayList<>();
        for (Window day : IntervalUnit.DAY.cut(
                LocalDate.of(2025, 1, 1), LocalDate.of(2025, 12, 31), CursorType.DATE, ZoneOffset.UTC)) {
            int number = entries.size();
            IntervalStatus status = number == 72 || number == 73
                    ? IntervalStatus.FAILED
                    : number > 340 ? IntervalStatus.PENDING : IntervalStatus.SUCCESS;
            boolean failed = status == IntervalStatus.FAILED;
            entries.add(new IntervalLedger.Entry(
                    number,
                    subject,
                    new IntervalRecord(
                            day,
                            status,
                            1,
                            failed ? OptionalLong.empty() : OptionalLong.of(2_740),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            failed ? Optional.of("2 rows have no order_id") : Optional.empty(),
                            Optional.empty(),
                            OptionalLong.empty(),
                            "history",
                            1,
                            NOW)));
        }
        states.intervals(path, "history").add(entries);
        run("history", "history", NOW.minus(Duration.ofHours(3)), 930_000, false);
    }
}
