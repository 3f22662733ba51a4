package io.highwater.jobs.cdc.history;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.table.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes of all events of some keys the periods in which their rows were the same. All steps look at the events of a key in one
 * order, so that the rows are sorted once: by sequence, and at one sequence truncation, delete, upserts. Upserts of one sequence
 * complete one another, in any order.
 *
 * @param flat what events look like
 * @param tracked the columns of which a change begins a new period
 * @param own the columns of a period
 */
record Periods(FlatEvents flat, List<String> tracked, PeriodColumns own) {
    /** BOOLEAN: the event is not remembered yet. */
    static final String FRESH = "hw_fresh";
    /** BOOLEAN: an event that says the same is there too, and this one does not count. */
    static final String DUPLICATE = "hw_duplicate";
    /** BOOLEAN: an upsert of the same sequence that says something else is there too, before this one. */
    static final String COMPLETES = "hw_completes";
    /** BOOLEAN: there is another event of the same sequence and kind. */
    static final String SHARED = "hw_shared";

    private static final String RANK = "hw_rank";
    private static final String CONTENT = "hw_content";
    private static final String DIGEST = "hw_digest";
    private static final String NEXT = "hw_next";
    private static final String LIFE = "hw_life";
    private static final String BOUNDARY = "hw_boundary";
    private static final String BEGINNING = "hw_beginning";
    private static final String TRUNCATIONS = "hw_truncations";
    private static final int TRUNCATED = 0;
    private static final int DELETED = 1;
    private static final int UPSERTED = 2;

    /**
     * Puts events in order and finds those that are there twice. What says the same counts once, with the earliest moment.
     *
     * @param events as {@link FlatEvents}, with {@link #FRESH}
     */
    Dataset<Row> ordered(Dataset<Row> events) {
        Dataset<Row> ranked = events.withColumn(RANK, rank())
                .withColumn(CONTENT, when(col(RANK).equalTo(UPSERTED), flat.content()));
        WindowSpec sorted = byKey().orderBy(col(Events.SEQUENCE), col(RANK), col(CONTENT), col(Events.AT), col(FRESH));
        Column place = struct(col(Events.SEQUENCE), col(RANK));
        Column again = lag(place, 1).over(sorted).eqNullSafe(place);
        Column same = lag(col(CONTENT), 1).over(sorted).eqNullSafe(col(CONTENT));
        Column followed = lead(place, 1).over(sorted).eqNullSafe(place);
        return ranked.withColumn(DUPLICATE, again.and(same))
                .withColumn(COMPLETES, again.and(same.equalTo(lit(false))))
                .withColumn(SHARED, again.or(followed));
    }

    /** Of events that {@link #ordered} put in order, the upserts that are not the only one of their key and sequence. */
    static Dataset<Row> sharing(Dataset<Row> ordered) {
        return ordered.filter(
                col(SHARED).and(col(RANK).equalTo(UPSERTED)).and(col(DUPLICATE).equalTo(lit(false))));
    }

    /**
     * Adds to events the first truncation after each, as an event of its key; what comes between it and the next event of the
     * key does not matter.
     *
     * @param truncations one row for each
     */
    Dataset<Row> truncated(Dataset<Row> events, Dataset<Row> truncations) {
        Dataset<Row> all = truncations.agg(org.apache
                .spark
                .sql
                .functions
                .sort_array(org.apache.spark.sql.functions.collect_set(struct(
                        col(Events.SEQUENCE).as("sequence"), col(Events.AT).as("at"))))
                .as(TRUNCATIONS));
        Column next =
                get(filter(col(TRUNCATIONS), one -> one.getField("sequence").gt(col(Events.SEQUENCE))), lit(0));
        Column is = col("hw_truncation");
        List<Column> columns = new ArrayList<>();
        for (StructField field : flat.schema().fields()) {
            Column value = col(Names.quoted(field.name()));
            Column instead = switch (field.name()) {
                case Events.OP -> lit(Events.TRUNCATE);
                case Events.SEQUENCE -> col(NEXT).getField("sequence");
                case Events.AT -> col(NEXT).getField("at");
                default -> flat.isKey(field.name()) ? value : lit(null);
            };
            columns.add(when(is, instead).otherwise(value).as(field.name()));
        }
        columns.add(col(FRESH).and(is.equalTo(lit(false))).as(FRESH));
        return events.crossJoin(org.apache.spark.sql.functions.broadcast(all))
                .withColumn(NEXT, next)
                .withColumn(
                        "hw_truncation",
                        explode(when(col(NEXT).isNull(), array(lit(false))).otherwise(array(lit(false), lit(true)))))
                .select(FlatEvents.columns(columns));
    }

    /**
     * The periods.
     *
     * @param ordered as {@link #ordered} makes them
     * @return the table's columns and those of {@link #own()}
     */
    Dataset<Row> of(Dataset<Row> ordered) {
        Dataset<Row> distinct = withNext(ordered.filter(col(DUPLICATE).equalTo(lit(false))));
        Dataset<Row> lives = distinct.filter(isReplaced(DELETED).equalTo(lit(false)))
                .withColumn(
                        LIFE, sum(when(col(RANK).lt(UPSERTED), 1).otherwise(0)).over(sofar()));
        Dataset<Row> decided = withNext(filled(lives));
        Dataset<Row> states = decided.filter(isReplaced(TRUNCATED, UPSERTED).equalTo(lit(false)))
                .withColumn(DIGEST, when(col(RANK).equalTo(UPSERTED), digest(trackedColumns())));
        Column begins = col(RANK)
                .lt(UPSERTED)
                .or(coalesce(lag(col(DIGEST), 1).over(order()).notEqual(col(DIGEST)), lit(true)));
        Dataset<Row> bounded = states.withColumn(BOUNDARY, begins)
                .withColumn(BEGINNING, last(when(col(BOUNDARY), moment()), true).over(sofar()))
                .withColumn(
                        NEXT,
                        lead(struct(col(BOUNDARY).as("begins"), moment().as("moment")), 1)
                                .over(order()));
        return bounded.filter(col(RANK).equalTo(UPSERTED).and(coalesce(col(NEXT).getField("begins"), lit(true))))
                .select(period());
    }

    private static Column moment() {
        return struct(col(Events.SEQUENCE).as("sequence"), col(Events.AT).as("at"));
    }

    private Column[] period() {
        List<Column> period = new ArrayList<>();
        Arrays.stream(flat.columns().fieldNames()).forEach(name -> period.add(col(Names.quoted(name))));
        Column end = col(NEXT).getField("moment");
        period.add(col(BEGINNING).getField("sequence").as(own.from()));
        period.add(end.getField("sequence").as(own.to()));
        if (own.timed()) {
            period.add(col(BEGINNING).getField("at").as(own.fromAt()));
            period.add(end.getField("at").as(own.toAt()));
        }
        return FlatEvents.columns(period);
    }

    /** Gives each upsert the values that it lacks, from the last one up to it that has them, in the same life of the row. */
    private Dataset<Row> filled(Dataset<Row> events) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : flat.columns().fields()) {
            Column value = col(Names.quoted(field.name()));
            if (flat.isKey(field.name())) {
                columns.add(value);
                continue;
            }
            Column known = col(RANK).equalTo(UPSERTED).and(FlatEvents.has(field.name()));
            Column carried = last(when(known, struct(col(LIFE).as("life"), value.as("value"))), true)
                    .over(sofar());
            columns.add(when(carried.getField("life").equalTo(col(LIFE)), carried.getField("value"))
                    .as(field.name()));
        }
        columns.addAll(List.of(col(Events.SEQUENCE), col(Events.AT), col(RANK), col(CONTENT)));
        return events.select(FlatEvents.columns(columns));
    }

    private Dataset<Row> withNext(Dataset<Row> events) {
        return events.withColumn(
                NEXT,
                lead(struct(col(Events.SEQUENCE).as("sequence"), col(RANK).as("rank")), 1)
                        .over(order()));
    }

    /** At one sequence an upsert counts and nothing else; of several, the last, which has what the others have too. */
    private static Column isReplaced(Object... ranks) {
        return col(RANK)
                .isin(ranks)
                .and(coalesce(
                        col(NEXT)
                                .getField("sequence")
                                .equalTo(col(Events.SEQUENCE))
                                .and(col(NEXT).getField("rank").equalTo(UPSERTED)),
                        lit(false)));
    }

    private static Column rank() {
        return when(col(Events.OP).equalTo(Events.TRUNCATE), TRUNCATED)
                .when(col(Events.OP).equalTo(Events.DELETE), DELETED)
                .otherwise(UPSERTED);
    }

    private StructType trackedColumns() {
        return tracked.isEmpty()
                ? flat.columns()
                : new StructType(Arrays.stream(flat.columns().fields())
                        .filter(field -> tracked.stream().anyMatch(field.name()::equalsIgnoreCase))
                        .toArray(StructField[]::new));
    }

    private static Column digest(StructType columns) {
        return RowDigest.of(
                struct(Arrays.stream(columns.fieldNames())
                        .map(name -> col(Names.quoted(name)))
                        .toArray(Column[]::new)),
                columns);
    }

    private WindowSpec byKey() {
        return Window.partitionBy(Keys.columns(flat.key()));
    }

    private WindowSpec order() {
        return byKey().orderBy(col(Events.SEQUENCE), col(RANK), col(CONTENT));
    }

    private WindowSpec sofar() {
        return order().rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    }
}
