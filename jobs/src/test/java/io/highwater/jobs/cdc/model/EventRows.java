package io.highwater.jobs.cdc.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import io.highwater.common.source.feed.Records;
import io.highwater.common.time.Micros;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Events of the model as decoded events of a table with the key {@code id}. */
public final class EventRows {
    public static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.StringType)
            .add("name", DataTypes.StringType)
            .add("amount", DataTypes.createDecimalType(38, 10))
            .add("happened", DataTypes.TimestampType)
            .add("count", DataTypes.LongType)
            .add("note", DataTypes.StringType);

    private static final StructType EVENTS = new StructType()
            .add(Events.OP, DataTypes.StringType)
            .add(Events.SEQUENCE, DataTypes.LongType)
            .add(Events.AT, DataTypes.TimestampType)
            .add(Events.ROW, COLUMNS)
            .add(Events.MISSING, DataTypes.createArrayType(DataTypes.StringType))
            .add(Records.ORIGIN, DataTypes.StringType)
            .add(Records.BLOCK, DataTypes.LongType)
            .add(Records.ORDINAL, DataTypes.LongType);

    private EventRows() {}

    /** As columns of {@link Events}. */
    public static Dataset<Row> of(SparkSession spark, List<Event> events) {
        List<Row> rows = new ArrayList<>();
        for (Event event : events) {
            rows.add(RowFactory.create(
                    event.op().name().substring(0, 1),
                    event.sequence(),
                    null,
                    row(event),
                    event.unavailable().toArray(),
                    "feed",
                    0L,
                    (long) rows.size()));
        }
        return spark.createDataFrame(rows, EVENTS);
    }

    /** What they are. */
    public static Content content(List<Event> events) {
        Set<String> partial = new HashSet<>();
        events.forEach(event -> partial.addAll(event.unavailable()));
        long truncations =
                events.stream().filter(event -> event.op() == Event.Op.TRUNCATE).count();
        return new Content(events.size() - truncations, truncations, partial);
    }

    /** Rows of a table with moments as microseconds, because Java's old times count other days before 1582. */
    public static Dataset<Row> readable(Dataset<Row> rows) {
        return rows.withColumn("happened", unix_micros(col("happened")));
    }

    /** A row of {@link #readable} as the model has it. */
    public static Map<String, Object> values(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : Feeds.COLUMNS) {
            Object value = row.getAs(column);
            values.put(column, column.equals("happened") && value != null ? Micros.instant((Long) value) : value);
        }
        return values;
    }

    /** Those entries of two maps that are not in both, for a message that can be read. */
    public static <T> Map<String, List<T>> differences(Map<String, T> one, Map<String, T> other) {
        Map<String, List<T>> differences = new TreeMap<>();
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .forEach(key -> differences.put(key, Arrays.asList(one.get(key), other.get(key))));
        return differences;
    }

    private static Row row(Event event) {
        Object[] values = new Object[COLUMNS.length()];
        values[0] = event.key();
        for (int i = 1; i < values.length; i++) {
            values[i] = event.row().get(COLUMNS.fieldNames()[i]);
        }
        return event.op() == Event.Op.TRUNCATE ? null : RowFactory.create(values);
    }
}
