package io.highwater.jobs.cdc.snapshot;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Figures;
import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.SnapshotDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds what differs between a snapshot and the rows that a table has now. Of the table only the key and a digest of each
 * row are moved; the snapshot is read once.
 *
 * @param key the columns of the key
 * @param columns the columns that the snapshot has, with the table's types, the key's among them
 * @param moment the snapshot's place in the order
 */
public record Comparison(List<String> key, StructType columns, SnapshotDecoder moment) {
    private static final String KEY = "hw_key_";
    private static final String DIGEST = "hw_digest";
    /** How many rows of the snapshot have this key; NULL for rows without one. */
    private static final String TIMES = "hw_times";

    private static final String THERE = "hw_there";
    private static final String LIVE_KEY = "hw_live_key_";
    private static final String LIVE_DIGEST = "hw_live_digest";
    private static final String LIVE = "hw_live";

    /**
     * What was found.
     *
     * @param events rows that are new, others than the table's, or gone, as events like those that came in
     * @param repeated the key's columns of rows whose key others have too; empty if there are none
     * @param figures rows of the snapshot, and those without a key
     * @param live rows of the table
     * @param gone those of them whose key the snapshot does not have
     */
    public record Result(Dataset<Row> events, Optional<Dataset<Row>> repeated, Figures figures, long live, long gone) {}

    /**
     * Does it.
     *
     * @param snapshot all rows of the snapshot as events, the row as a struct of the table's columns
     * @param table the rows that the table has now; empty if there is none
     */
    public Result of(Dataset<Row> snapshot, Optional<Dataset<Row>> table) {
        Observation seen = new Observation();
        Dataset<Row> pairs =
                paired(snapshot, table).observe(seen, count(col(THERE)).as("rows"), figures());
        Dataset<Row> found = pairs.filter(there().and(differs()).or(not(there())))
                .select(events(snapshot))
                .localCheckpoint(true);
        Map<String, Object> observed = observed(seen);
        return new Result(
                found.select(
                        Arrays.stream(snapshot.columns()).map(name -> col(name)).toArray(Column[]::new)),
                repeated(found, number(observed, "repeated")),
                new Figures(number(observed, "rows"), 0, nullKeys(observed), Map.of(), Optional.empty()),
                number(observed, "live"),
                number(observed, "gone"));
    }

    private Optional<Dataset<Row>> repeated(Dataset<Row> found, long count) {
        if (count == 0) {
            return Optional.empty();
        }
        Column[] columns = key.stream()
                .map(name -> col(Events.ROW).getField(name).as(name))
                .toArray(Column[]::new);
        return Optional.of(found.filter(isRepeated()).select(columns));
    }

    private static Column isRepeated() {
        return col(TIMES).gt(1);
    }

    private Dataset<Row> paired(Dataset<Row> snapshot, Optional<Dataset<Row>> table) {
        List<Column> all = new ArrayList<>(List.of(col("*"), lit(true).as(THERE)));
        all.add(RowDigest.of(Events.ROW, columns).as(DIGEST));
        List<Column> keys = new ArrayList<>();
        Column known = lit(true);
        for (int i = 0; i < key.size(); i++) {
            all.add(col(Events.ROW).getField(key.get(i)).as(KEY + i));
            keys.add(col(KEY + i));
            known = known.and(col(KEY + i).isNotNull());
        }
        Column times = count(lit(1)).over(Window.partitionBy(keys.toArray(Column[]::new)));
        Dataset<Row> ours = snapshot.select(all.toArray(Column[]::new)).withColumn(TIMES, when(known, times));
        if (table.isEmpty()) {
            return withoutTable(ours);
        }
        Column same = lit(true);
        for (int i = 0; i < key.size(); i++) {
            same = same.and(col(KEY + i).equalTo(col(LIVE_KEY + i)));
        }
        return ours.join(live(table.get()), same, "full_outer");
    }

    /** As if the table had no rows. */
    private Dataset<Row> withoutTable(Dataset<Row> ours) {
        List<Column> all = new ArrayList<>(
                List.of(col("*"), nothing(THERE).as(LIVE), nothing(DIGEST).as(LIVE_DIGEST)));
        for (int i = 0; i < key.size(); i++) {
            all.add(nothing(KEY + i).as(LIVE_KEY + i));
        }
        return ours.select(all.toArray(Column[]::new));
    }

    private static Column nothing(String alike) {
        return when(lit(false), col(alike));
    }

    /** Rows with a NULL in their key match nothing, and stay. */
    private Dataset<Row> live(Dataset<Row> table) {
        List<Column> present = Arrays.stream(columns.fields())
                .map(field -> present(table, field))
                .toList();
        List<Column> narrow = new ArrayList<>(List.of(
                RowDigest.of(col("hw_content"), columns).as(LIVE_DIGEST),
                lit(true).as(LIVE)));
        Column known = lit(true);
        for (int i = 0; i < key.size(); i++) {
            narrow.add(col("hw_content").getField(key.get(i)).as(LIVE_KEY + i));
            known = known.and(col(LIVE_KEY + i).isNotNull());
        }
        return table.select(struct(present.toArray(Column[]::new)).as("hw_content"))
                .select(narrow.toArray(Column[]::new))
                .filter(known);
    }

    private static Column present(Dataset<Row> table, StructField field) {
        boolean there = Arrays.stream(table.columns()).anyMatch(field.name()::equalsIgnoreCase);
        Column value = there ? col(Names.quoted(field.name())) : lit(null);
        return value.cast(field.dataType()).as(field.name());
    }

    private Column[] figures() {
        List<Column> figures = new ArrayList<>();
        figures.add(count(col(LIVE)).as("live"));
        figures.add(count_if(not(there())).as("gone"));
        figures.add(count_if(isRepeated()).as("repeated"));
        for (int i = 0; i < key.size(); i++) {
            figures.add(count_if(there().and(col(KEY + i).isNull())).as("null" + i));
        }
        return figures.toArray(Column[]::new);
    }

    private Column differs() {
        return col(TIMES)
                .isNull()
                .or(isRepeated())
                .or(col(Events.PROBLEM).isNotNull())
                .or(col(LIVE).isNull())
                .or(col(DIGEST).notEqual(col(LIVE_DIGEST)));
    }

    /** Of a row that is gone, only the key counts. */
    private Column[] events(Dataset<Row> snapshot) {
        StructType row = (StructType) snapshot.schema().apply(Events.ROW).dataType();
        List<Column> gone = new ArrayList<>();
        for (StructField field : row.fields()) {
            int place = place(field.name());
            gone.add((place < 0 ? lit(null) : col(LIVE_KEY + place))
                    .cast(field.dataType())
                    .as(field.name()));
        }
        List<Column> events = new ArrayList<>();
        for (StructField field : snapshot.schema().fields()) {
            Column value = switch (field.name()) {
                case Events.OP -> lit(Events.DELETE);
                case Events.SEQUENCE -> moment.place();
                case Events.AT -> moment.moment();
                case Events.ROW -> struct(gone.toArray(Column[]::new));
                case Events.MISSING -> array();
                default -> lit(null);
            };
            Column kept = field.name().equals(Events.RAW)
                    ? when(col(Events.PROBLEM).isNotNull(), col(Events.RAW))
                    : col(field.name());
            events.add(
                    when(there(), kept).otherwise(value.cast(field.dataType())).as(field.name()));
        }
        events.add(col(TIMES));
        return events.toArray(Column[]::new);
    }

    private int place(String column) {
        for (int i = 0; i < key.size(); i++) {
            if (key.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, Long> nullKeys(Map<String, Object> observed) {
        Map<String, Long> nulls = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            nulls.put(key.get(i), number(observed, "null" + i));
        }
        return nulls;
    }

    private static Column there() {
        return col(THERE).isNotNull();
    }

    private static Map<String, Object> observed(Observation seen) {
        try {
            return seen.getAsJava();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException(
                    ExitCode.UNAVAILABLE, "The run was interrupted while it compared rows. Run again.", interrupted);
        }
    }

    private static long number(Map<String, Object> observed, String name) {
        return ((Number) observed.get(name)).longValue();
    }
}
