package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.GoneRows;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Step;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Places;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.target.Validity;
import io.highwater.jobs.cdc.current.Bookkeeping;
import io.highwater.jobs.cdc.current.CurrentTable;
import io.highwater.jobs.cdc.current.Tombstones;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.ValueRules;
import io.highwater.jobs.cdc.history.EventLog;
import io.highwater.jobs.cdc.history.HistoryTable;
import io.highwater.jobs.cdc.history.PeriodColumns;
import io.highwater.jobs.cdc.table.EventTable;
import io.highwater.jobs.cdc.table.OwnColumns;
import io.highwater.jobs.cdc.table.StagedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Brings the events of one table into its target. */
final class TableLoad {
    private final SparkSession spark;
    private final CdcSettings settings;
    private final TableRoute route;
    private final ValueRules rules;
    private final DeltaTarget target;
    private final OwnColumns own;

    TableLoad(SparkSession spark, CdcSettings settings, TableRoute route, ValueRules rules, Decoder decoder) {
        this.spark = spark;
        this.settings = settings;
        this.route = route;
        this.rules = rules;
        this.target = DeltaTarget.at(spark, route.target().address());
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
     * Does it, in one commit.
     *
     * @param events the table's events, none of them a problem so far
     */
    Outcome load(BatchContext batch, Dataset<Row> events, TableFacts facts) {
        Optional<StampedCommit> last = target.latestCommitOf(settings.identity().name());
        List<String> key = key(facts);
        last.ifPresent(commit -> refuseOther(commit, key, facts));
        if (last.filter(batch::isIn).isPresent()) {
            return new Outcome.Unchanged(facts.events(), "batch " + batch.batch() + " was merged already", List.of());
        }
        StructType table =
                target.live().map(live -> own.withoutOurs(live.schema())).orElseGet(StructType::new);
        refuseOtherSequence();
        List<TableRows.Version> versions =
                new Versions(settings.types(), settings.columns(), rules).of(events, facts, table);
        Columns columns = Columns.of(versions, table, settings.schema());
        refuseUnfit(columns, key);
        Dataset<Row> typed = checked(new TableRows(columns.all(), key, settings.nulls(), versions).of(events))
                .localCheckpoint(false);
        return merge(
                batch,
                typed,
                new Loaded(columns, key, facts, last.map(this::others).orElse(List.of())));
    }

    private List<String> others(StampedCommit last) {
        return target.changesByOthers(settings.identity().name(), last.version()).stream()
                .map(other -> "version " + other.version() + " of " + target.address() + " (" + other.operation()
                        + ") was not made by this job; events later than its rows are merged on top of it")
                .toList();
    }

    /** What is known of the load once its columns are. */
    private record Loaded(Columns columns, List<String> key, TableFacts facts, List<String> others) {
        String table() {
            return facts.table().orElse("");
        }
    }

    private Outcome merge(BatchContext batch, Dataset<Row> typed, Loaded loaded) {
        Row found = typed.agg(
                        count(lit(1)),
                        Problems.counted(),
                        count(when(col(Events.OP).equalTo(Events.TRUNCATE), lit(1))),
                        array_distinct(
                                flatten(collect_set(when(col(Events.OP).equalTo(Events.UPSERT), col(Events.MISSING))))))
                .head();
        long problems = found.getLong(1);
        batch.problems()
                .setAside(batch.records(), typed.filter(col(Events.PROBLEM).isNotNull()), problems, batch.bare());
        Content content = new Content(
                found.getLong(0) - problems - found.getLong(2), found.getLong(2), new HashSet<>(found.getList(3)));
        batch.run().reached(Step.JUDGED);
        StagedEvents staged =
                table(loaded).stage(typed.filter(col(Events.PROBLEM).isNull()), content, batch.bare());
        batch.run().reached(Step.STAGED);
        batch.run().checkLease();
        OptionalLong version = staged.publish(batch.stamp(
                loaded.table(), loaded.key(), settings.history(), loaded.facts().events()));
        batch.run().reached(Step.COMMITTED);
        return outcome(version, staged, problems, loaded);
    }

    private Outcome outcome(OptionalLong version, StagedEvents staged, long problems, Loaded loaded) {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                "%s%,d events: %s",
                loaded.facts().table().map(name -> name + ": ").orElse(""),
                loaded.facts().events(),
                staged.summary()));
        notes.addAll(loaded.columns().fit().changes());
        notes.addAll(staged.notes());
        notes.addAll(loaded.others());
        if (version.isEmpty()) {
            return new Outcome.Unchanged(loaded.facts().events(), "nothing in the batch is new to it", notes);
        }
        return new Outcome.Committed(version.getAsLong(), loaded.facts().events(), staged.written(), problems, notes);
    }

    private EventTable table(Loaded loaded) {
        String state = settings.identity().statePath();
        String job = settings.identity().name();
        if (own instanceof PeriodColumns periods) {
            return new HistoryTable(
                    target,
                    route.target().layout(),
                    loaded.columns().all(),
                    loaded.columns().fit(),
                    loaded.key(),
                    settings.track(),
                    periods,
                    new EventLog(spark, Places.history(state, job, target.address())));
        }
        return new CurrentTable(
                target,
                route.target().layout(),
                loaded.columns().all(),
                loaded.columns().fit(),
                loaded.key(),
                (Bookkeeping) own,
                new Tombstones(spark, Places.tombstones(state, job, target.address()), loaded.key()));
    }

    /** Conditions are about rows that are complete. */
    private Dataset<Row> checked(Dataset<Row> typed) {
        Dataset<Row> result = typed;
        for (var check : settings.checks()) {
            Dataset<Row> open = result.select(col("*"), col(Events.ROW + ".*"));
            var fails = col(Events.OP)
                    .equalTo(Events.UPSERT)
                    .and(org.apache
                            .spark
                            .sql
                            .functions
                            .size(col(Events.MISSING))
                            .equalTo(0))
                    .and(check.fails());
            result = open.withColumn(
                            Events.PROBLEM, coalesce(col(Events.PROBLEM), when(fails, lit("check " + check.name()))))
                    .select(Arrays.stream(typed.columns())
                            .map(name -> col(name))
                            .toArray(org.apache.spark.sql.Column[]::new));
        }
        return result;
    }

    private List<String> key(TableFacts facts) {
        List<String> said = route.target().key();
        if (!said.isEmpty()) {
            return said;
        }
        if (facts.keys().size() == 1) {
            return facts.keys().get(0).stream()
                    .map(name -> settings.columns().target(name).orElse(name))
                    .toList();
        }
        throw new UserException(
                ExitCode.CONFIGURATION,
                "Cannot merge events" + facts.table().map(name -> " of " + name).orElse("") + " into "
                        + target.address() + ": the feed "
                        + (facts.keys().isEmpty() ? "does not tell the key" : "tells several keys: " + facts.keys())
                        + ". Set target.key.");
    }

    private void refuseOther(StampedCommit last, List<String> key, TableFacts facts) {
        String former = last.stamp().facts().get(BatchContext.KEY);
        if (former != null && !former.equals(String.join(",", key))) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on merging into " + target.address() + ": its key was [" + former + "] and is " + key
                            + " now. Rows would be doubled. Use the former key, or another target.");
        }
        String history = last.stamp().facts().getOrDefault(BatchContext.HISTORY, BatchContext.NO_HISTORY);
        if (!history.equals(BatchContext.word(settings.history()))) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on merging into " + target.address() + " with highwater.cdc.history = "
                            + BatchContext.word(settings.history()) + ": it was " + history
                            + " before, and its rows mean something else then. Use another target.");
        }
        String table = last.stamp().facts().get(BatchContext.TABLE);
        if (table != null
                && facts.table().isPresent()
                && !table.isEmpty()
                && !table.equals(facts.table().get())) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot merge events of " + facts.table().get() + " into " + target.address() + ": it holds "
                            + table + ". Say which tables go where with highwater.cdc.tables.");
        }
    }

    private void refuseOtherSequence() {
        Optional<DataType> stored = target.live()
                .flatMap(live -> Arrays.stream(live.schema().fields())
                        .filter(field -> field.name().equalsIgnoreCase(own.ordering()))
                        .map(field -> field.dataType())
                        .findFirst());
        stored.filter(type -> !DataType.equalsIgnoreCaseAndNullability(type, own.sequence()))
                .ifPresent(type -> {
                    throw new UserException(
                            ExitCode.CONFIGURATION,
                            "Cannot go on merging into " + target.address() + ": its rows are ordered by " + type.sql()
                                    + " and the feed is ordered by "
                                    + own.sequence().sql()
                                    + " now, which cannot be compared. Use the former format, or another target.");
                });
    }

    private void refuseUnfit(Columns columns, List<String> key) {
        List<String> objections = new ArrayList<>(columns.fit().objections());
        key.stream()
                .filter(name -> Arrays.stream(columns.all().fieldNames()).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> objections.add("key column " + name + " is not there"));
        Arrays.stream(columns.all().fieldNames())
                .filter(own::isOurs)
                .forEach(name -> objections.add("column " + name + " has a name that the table needs for itself;"
                        + " rename it with highwater.cdc.rename"));
        settings.track().stream()
                .filter(name -> Arrays.stream(columns.all().fieldNames()).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> objections.add("column " + name + " of highwater.cdc.track is not there"));
        if (!objections.isEmpty()) {
            throw new RefusedException(
                    "Refused to merge into " + target.address() + ": the feed's columns do not fit the table's.",
                    objections.stream()
                            .map(objection -> new Refusal("schema", objection))
                            .toList(),
                    "The table is as it was. The feed has the columns "
                            + columns.all().simpleString() + ". Types can be said with highwater.cdc.types.");
        }
    }
}
