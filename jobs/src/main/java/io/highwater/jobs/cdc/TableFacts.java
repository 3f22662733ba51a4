package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.spark.ScalaValues;
import io.highwater.jobs.cdc.format.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;

/**
 * What the events of one table in a batch are, seen in one pass over all of them.
 *
 * @param table the table in the source's words; empty where the feed does not say
 * @param events how many there are, problems among them
 * @param problems how many are none
 * @param schemas the schemas they bear
 * @param bare whether there are some without a schema
 * @param names the columns of those
 * @param keys the columns of the key, as the feed tells them; several if it tells several
 */
record TableFacts(
        Optional<String> table,
        long events,
        long problems,
        List<String> schemas,
        boolean bare,
        List<String> names,
        List<List<String>> keys) {

    /** One for each table that has events or problems. */
    static List<TableFacts> of(Dataset<Row> events) {
        boolean texts = events.schema().apply(Events.ROW).dataType() instanceof MapType;
        Column bare = col(Events.OP)
                .isin(Events.UPSERT, Events.DELETE)
                .and(col(Events.SCHEMA).isNull());
        Column names = texts
                ? array_distinct(flatten(collect_set(when(bare, map_keys(col(Events.ROW))))))
                : org.apache.spark.sql.functions.array().cast("array<string>");
        return events
                .groupBy(Events.TABLE)
                .agg(
                        count(lit(1)),
                        Problems.counted(),
                        collect_set(Events.SCHEMA),
                        count(when(bare, lit(1))),
                        names,
                        collect_set(Events.KEYS))
                .collectAsList()
                .stream()
                .map(TableFacts::of)
                .toList();
    }

    private static TableFacts of(Row row) {
        List<List<String>> keys = new ArrayList<>();
        row.<scala.collection.Seq<String>>getList(6).forEach(key -> keys.add(ScalaValues.list(key)));
        return new TableFacts(
                Optional.ofNullable(row.getString(0)),
                row.getLong(1),
                row.getLong(2),
                row.getList(3),
                row.getLong(4) > 0,
                row.getList(5),
                keys);
    }
}
