package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.job.GoneRows;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Step;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.target.Validity;
import io.highwater.jobs.cdc.current.Bookkeeping;
import io.highwater.jobs.cdc.current.CurrentTable;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.ValueRules;
import io.highwater.jobs.cdc.history.HistoryTable;
import io.highwater.jobs.cdc.history.PeriodColumns;
import io.highwater.jobs.cdc.table.EventTable;
import io.highwater.jobs.cdc.table.OwnColumns;
import io.highwater.jobs.cdc.table.StagedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Brings the events of one table into its target. */
final class TableLoad {
    private final CdcSettings settings;
    private final TableRoute route;
    private final ValueRules rules;
    private final RouteTables tables;
    private final DeltaTarget target;
    private final OwnColumns own;

    TableLoad(RouteTables tables, CdcSettings settings, TableRoute route, ValueRules rules, Decoder decoder) {
        this.tables = tables;
        this.settings = settings;
        this.route = route;
        this.rules = rules;
        this.target = tables.target(route);
        this.own = settings.history() == CdcSettings.History.SCD2 ? periods(decoder) : bookkeeping(decoder);
    }

    private Bookkeeping bookkeeping(Decoder decoder) {
        return new Bookkeeping(
                decoder.sequence(),
                settings.deletes() == GoneRows.SOFT ? Optional.of(route.target().softDelete()) : Optional.empty());
    }

    private PeriodColumns periods(Decoder decoder) {
        Validity validity = route.target().validity();
        return new PeriodColumns(decoder.sequence(), validity.from(), validity.to(), decoder.tellsTime());
    }

    /**
     * Looks at the events, and sets aside what does not fit the table.
     *
     * @param events the table's events, none of them a problem so far
     * @return what merges them, in one commit
     */
    Supplier<Outcome> judge(BatchContext batch, Dataset<Row> events, TableFacts facts) {
        Optional<StampedCommit> last = target.latestCommitOf(settings.identity().name());
        TableGuards guards = new TableGuards(settings, route.target(), target, own);
        List<String> key = guards.key(facts, last);
        Optional<StampedCommit> merge = RowMeaning.lastMerge(target, route.target());
        merge.ifPresent(commit -> meaning(key).refuseOther(commit.stamp().facts(), target.address()));
        last.ifPresent(commit -> guards.refuseOtherTable(commit, facts));
        if (last.filter(batch.delivery()::isIn).isPresent()) {
            String why = batch.delivery().name() + " was merged already";
            return () -> new Outcome.Unchanged(facts.events(), why, List.of());
        }
        StructType table =
                target.live().map(live -> own.withoutOurs(live.schema())).orElseGet(StructType::new);
        guards.refuseOtherSequence();
        List<TableRows.Version> versions =
                new Versions(settings.types(), settings.columns(), rules).of(events, facts, table);
        Columns columns = Columns.of(versions, table, settings.schema());
        guards.refuseUnfit(columns, key);
        if (merge.filter(RowMeaning::isToldBy).isEmpty()) {
            RowMeaning.refuseOtherLook(target, own, route.target(), told(versions));
        }
        refuseLost(merge, key);
        Dataset<Row> typed = RowConditions.checked(
                new TableRows(columns.all(), key, settings.nulls(), versions).of(events), settings.checks());
        Dataset<Row> fresh = batch.delivery().events(typed, present(columns, versions, key));
        LaterColumns later = LaterColumns.of(merge, table, columns.all());
        return judge(batch, fresh, new Loaded(columns, later, key, facts, last));
    }

    private RowMeaning meaning(List<String> key) {
        return new RowMeaning(key, BatchContext.word(settings.history()), own.settings(), tracked());
    }

    private Optional<List<String>> tracked() {
        return own instanceof PeriodColumns ? Optional.of(settings.track()) : Optional.empty();
    }

    /** What is remembered beside the table. */
    private void refuseLost(Optional<StampedCommit> merge, List<String> key) {
        Map<String, String> told = merge.map(commit -> commit.stamp().facts()).orElse(Map.of());
        if (own instanceof PeriodColumns) {
            tables.events(route, key).refuseLost(told, target);
        } else {
            tables.tombstones(route, key).refuseLost(told, target.address());
        }
    }

    private List<String> others(StampedCommit last) {
        return target.changesByOthers(settings.identity().name(), last.rowsOf()).stream()
                .map(other -> "version " + other.version() + " of " + target.address() + " (" + other.operation()
                        + ") was not made by this job; events later than its rows are merged on top of it")
                .toList();
    }

    /** What is known of the load once its columns are. */
    private record Loaded(
            Columns columns, LaterColumns later, List<String> key, TableFacts facts, Optional<StampedCommit> last) {
        String table() {
            return facts.table().orElse("");
        }
    }

    private Supplier<Outcome> judge(BatchContext batch, Dataset<Row> events, Loaded loaded) {
        Row first = figures(events);
        long problems = first.getLong(1);
        Dataset<Row> typed = problems == 0 ? events : Halves.together(events);
        Row found = problems == 0 ? first : figures(typed);
        batch.problems()
                .setAside(
                        batch.delivery().places(),
                        typed.filter(col(Events.PROBLEM).isNotNull()),
                        problems,
                        batch.bare());
        Content content = new Content(
                found.getLong(0) - found.getLong(1) - found.getLong(2),
                found.getLong(2),
                new HashSet<>(found.getList(3)));
        if (content.rows() + content.truncations() == 0 && isAsItWillBe(loaded.columns())) {
            String why = batch.delivery().name() + " has nothing that is new to it";
            return () -> new Outcome.Unchanged(batch.delivery().read(loaded.facts()), why, List.of());
        }
        return () -> merge(batch, typed, content, problems, loaded);
    }

    private Outcome merge(BatchContext batch, Dataset<Row> typed, Content content, long problems, Loaded loaded) {
        batch.run().reached(Step.JUDGED);
        StagedEvents staged =
                table(loaded).stage(typed.filter(col(Events.PROBLEM).isNull()), content, batch.bare());
        batch.run().reached(Step.STAGED);
        batch.run().checkLease();
        OptionalLong version = staged.publish(batch.stamp(
                loaded.last(), loaded.table(), rows(loaded), batch.delivery().read(loaded.facts())));
        batch.run().reached(Step.COMMITTED);
        return outcome(batch.delivery(), version, staged, problems, loaded);
    }

    private static Row figures(Dataset<Row> typed) {
        return typed.agg(
                        count(lit(1)),
                        Problems.counted(),
                        count(when(col(Events.OP).equalTo(Events.TRUNCATE), lit(1))),
                        array_distinct(
                                flatten(collect_set(when(col(Events.OP).equalTo(Events.UPSERT), col(Events.MISSING))))))
                .head();
    }

    /** What the commit says of the table's rows. */
    private Map<String, String> rows(Loaded loaded) {
        Map<String, String> rows = new TreeMap<>(meaning(loaded.key()).facts());
        rows.putAll(loaded.later().facts());
        return rows;
    }

    private boolean isAsItWillBe(Columns columns) {
        return target.live().isPresent() && columns.fit().changes().isEmpty();
    }

    /** The rows that the source has, as far as the table knows, and the columns that the events are about. */
    private Delivery.Table present(Columns columns, List<TableRows.Version> versions, List<String> key) {
        List<String> told = told(versions);
        StructField[] fields = Arrays.stream(columns.all().fields())
                .filter(field -> told.stream().anyMatch(field.name()::equalsIgnoreCase))
                .toArray(StructField[]::new);
        return new Delivery.Table(
                target.address(),
                target.live().map(live -> target.rowsAt(live.version()).filter(own.present(live.schema()))),
                new StructType(fields),
                key);
    }

    /** The columns that the feed has, by their names in the table. */
    private static List<String> told(List<TableRows.Version> versions) {
        return versions.stream()
                .flatMap(version -> version.columns().stream())
                .map(TableRows.Version.Read::target)
                .toList();
    }

    private Outcome outcome(
            Delivery delivery, OptionalLong version, StagedEvents staged, long problems, Loaded loaded) {
        long read = delivery.read(loaded.facts());
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                "%s%s: %s",
                loaded.facts().table().map(name -> name + ": ").orElse(""),
                delivery.counted(loaded.facts()),
                staged.summary()));
        notes.addAll(loaded.columns().fit().changes());
        notes.addAll(staged.notes());
        loaded.last().ifPresent(last -> notes.addAll(others(last)));
        if (version.isEmpty()) {
            return new Outcome.Unchanged(read, "nothing in the batch is new to it", notes);
        }
        return new Outcome.Committed(version.getAsLong(), read, staged.written(), problems, staged.bytes(), notes);
    }

    private EventTable table(Loaded loaded) {
        if (own instanceof PeriodColumns periods) {
            return new HistoryTable(
                    target,
                    route.target().layout(),
                    loaded.columns().all(),
                    loaded.columns().fit(),
                    loaded.key(),
                    settings.track(),
                    periods,
                    tables.events(route, loaded.key()));
        }
        return new CurrentTable(
                target,
                route.target().layout(),
                loaded.columns().all(),
                loaded.columns().fit(),
                loaded.key(),
                (Bookkeeping) own,
                tables.tombstones(route, loaded.key()),
                loaded.later().among(loaded.columns().all()));
    }
}
