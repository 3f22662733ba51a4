package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.source.feed.Records;
import io.highwater.common.spark.ClassicSpark;
import io.highwater.common.spark.KeptRows;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.ValueRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One batch of records: decoded once, and brought to the tables its events are about.
 *
 * @param tables the tables that events go to
 * @param source what is read, in words
 * @param table the table that all records are of, where they do not say it
 * @param decoder understands the records
 * @param rules how values are spelled that no schema describes
 */
record MicroBatch(
        RouteTables tables,
        CdcSettings settings,
        String source,
        Optional<String> table,
        Decoder decoder,
        ValueRules rules) {
    /**
     * Does it, a commit for each table that changes.
     *
     * @param records all records of the batch, numbered
     */
    List<Outcome> run(BatchContext batch, Dataset<Row> records) {
        Dataset<Row> kept = KeptRows.of(events(records));
        List<TableFacts> found = TableFacts.of(kept);
        batch.delivery().refuseChanged();
        refuseSeveral(found);
        boolean one = settings.hasOneTable() && found.size() > 1;
        Dataset<Row> decoded = one ? kept.withColumn(Events.TABLE, name(found)) : kept;
        List<TableFacts> each = one ? TableFacts.of(decoded) : found;
        RouteGuard guard = new RouteGuard(settings, source);
        guard.refuseUnrouted(each);
        guard.refuseMeeting(each);
        long problems = each.stream().mapToLong(TableFacts::problems).sum();
        Dataset<Row> events = problems == 0 ? decoded : Halves.together(decoded);
        List<TableFacts> tables = problems == 0 ? each : TableFacts.of(events);
        batch.problems()
                .setAside(
                        batch.delivery().places(),
                        events.filter(col(Events.PROBLEM).isNotNull()),
                        problems,
                        batch.bare());
        // All are judged before one is merged: records that are too many are refused for all tables or none.
        List<Supplier<Outcome>> judged = tables.stream()
                .filter(facts -> facts.events() > facts.problems())
                .map(facts -> judge(batch, events, facts))
                .toList();
        return judged.stream().map(Supplier::get).toList();
    }

    private Supplier<Outcome> judge(BatchContext batch, Dataset<Row> events, TableFacts facts) {
        Optional<TableRoute> route = settings.route(facts.table());
        Column own = facts.table()
                .map(name -> col(Events.TABLE).equalTo(name))
                .orElseGet(() -> col(Events.TABLE).isNull())
                .and(col(Events.PROBLEM).isNull());
        return route.map(found ->
                        new TableLoad(tables, settings, found, rules, decoder).judge(batch, events.filter(own), facts))
                .orElseGet(() -> () -> new Outcome.Unchanged(
                        facts.events(),
                        "events of " + facts.table().orElse("no table") + " have no target",
                        List.of()));
    }

    private Dataset<Row> events(Dataset<Row> records) {
        Dataset<Row> decoded = decoded(records);
        Column said = table.map(name -> lit(name)).orElseGet(() -> col(Events.TABLE));
        Column now = said;
        for (Map.Entry<String, String> renamed : settings.renamedTables().entrySet()) {
            now = when(said.equalTo(renamed.getKey()), lit(renamed.getValue())).otherwise(now);
        }
        return decoded.withColumn(Events.TABLE, now);
    }

    private Dataset<Row> decoded(Dataset<Row> records) {
        if (!Arrays.asList(records.columns()).contains(Records.MALFORMED)) {
            return decoder.events(records);
        }
        // Spark does not plan to read nothing of a CSV file but what is malformed.
        Dataset<Row> whole = ClassicSpark.over(ClassicSpark.computed(records), records);
        Column malformed = col(Records.MALFORMED).isNotNull();
        Dataset<Row> good =
                decoder.events(whole.filter(malformed.equalTo(lit(false))).drop(Records.MALFORMED));
        List<Column> columns = new ArrayList<>();
        for (var field : good.schema().fields()) {
            Column value = switch (field.name()) {
                case Events.PROBLEM -> lit("the record does not fit the columns");
                case Events.RAW -> col(Records.MALFORMED);
                case Records.ORIGIN, Records.BLOCK, Records.ORDINAL -> col(field.name());
                default -> lit(null);
            };
            columns.add(value.cast(field.dataType()).as(field.name()));
        }
        return good.unionByName(whole.filter(malformed).select(columns.toArray(Column[]::new)));
    }

    /** Some events may tell their table and others not; where there is one table, all are of it. */
    private static Column name(List<TableFacts> tables) {
        return lit(tables.stream()
                .flatMap(facts -> facts.table().stream())
                .findFirst()
                .orElseThrow());
    }

    private void refuseSeveral(List<TableFacts> tables) {
        List<String> names = tables.stream()
                .flatMap(facts -> facts.table().stream())
                .sorted()
                .toList();
        if (settings.hasOneTable() && names.size() > 1) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot merge " + source + " into one table: it has events of " + names
                            + ". Say which tables go where: highwater.cdc.tables = [ { source = \"" + names.get(0)
                            + "\", target { path = … } }, … ].");
        }
    }
}
