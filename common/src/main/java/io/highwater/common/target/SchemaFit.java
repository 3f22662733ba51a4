package io.highwater.common.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How incoming rows become rows of a table: which columns in which order and type, what changes in the table, and what
 * stands against it. A pure function of two schemas and a policy; column names compare without case, as in Spark.
 *
 * @param columns the table's columns after the load, in order
 * @param changes what the table's readers will find changed, a sentence each
 * @param objections why the policy does not allow this load, a sentence each
 */
public record SchemaFit(List<Column> columns, List<String> changes, List<String> objections) {
    /**
     * One column after the load.
     *
     * @param source the incoming column
     * @param name its name in the table
     * @param type its type in the table
     */
    public record Column(String source, String name, DataType type) {}

    public SchemaFit {
        columns = List.copyOf(columns);
        changes = List.copyOf(changes);
        objections = List.copyOf(objections);
    }

    /** For a table that does not exist yet. */
    public static SchemaFit fresh(StructType incoming) {
        return new SchemaFit(taken(incoming), List.of(), List.of());
    }

    /** For a table that exists. */
    public static SchemaFit of(StructType incoming, StructType table, SchemaPolicy policy) {
        if (policy == SchemaPolicy.REPLACE) {
            Drift drift = new Drift(incoming, table);
            return new SchemaFit(taken(incoming), drift.all(), List.of());
        }
        return new Drift(incoming, table).under(policy);
    }

    private static List<Column> taken(StructType incoming) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : incoming.fields()) {
            columns.add(new Column(field.name(), field.name(), field.dataType()));
        }
        return columns;
    }

    private static final class Drift {
        private final Map<String, StructField> unmatched = new LinkedHashMap<>();
        private final List<Column> kept = new ArrayList<>();
        private final List<Column> columns = new ArrayList<>();
        private final List<String> widened = new ArrayList<>();
        private final List<String> harmless = new ArrayList<>();
        private final List<String> lossy = new ArrayList<>();

        Drift(StructType incoming, StructType table) {
            for (StructField field : incoming.fields()) {
                unmatched.put(folded(field), field);
            }
            for (StructField field : table.fields()) {
                match(field, unmatched.remove(folded(field)));
            }
            kept.addAll(columns);
            widened.addAll(harmless);
            unmatched.values().forEach(this::add);
        }

        List<String> all() {
            List<String> all = new ArrayList<>(harmless);
            all.addAll(lossy);
            return all;
        }

        SchemaFit under(SchemaPolicy policy) {
            if (policy == SchemaPolicy.IGNORE) {
                return new SchemaFit(kept, lossy.isEmpty() ? widened : List.of(), lossy);
            }
            List<String> objections = policy == SchemaPolicy.FAIL ? all() : lossy;
            return new SchemaFit(columns, objections.isEmpty() ? harmless : List.of(), objections);
        }

        private void match(StructField table, StructField incoming) {
            if (incoming == null) {
                lossy.add("column " + table.name() + " is gone from the source");
                return;
            }
            DataType was = table.dataType();
            DataType is = incoming.dataType();
            boolean fits = DataType.equalsIgnoreCaseAndNullability(was, is) || keepsEveryValue(is, was);
            if (!fits) {
                String change = "column " + table.name() + " was " + was.sql() + " and is now " + is.sql();
                (keepsEveryValue(was, is) ? harmless : lossy).add(change);
            }
            columns.add(new Column(incoming.name(), table.name(), fits ? was : is));
        }

        private void add(StructField incoming) {
            harmless.add("column " + incoming.name() + " " + incoming.dataType().sql() + " is new");
            columns.add(new Column(incoming.name(), incoming.name(), incoming.dataType()));
        }

        /**
         * Stricter than Spark's rule for safe casts, which lets everything become text, moves between times with and
         * without a zone, and lets long integers become floating point.
         */
        private static boolean keepsEveryValue(DataType from, DataType to) {
            if (isText(from) != isText(to) || isZoned(from) != isZoned(to)) {
                return false;
            }
            return Cast.canUpCast(from, to) && !roundsIntegers(from, to);
        }

        private static boolean roundsIntegers(DataType from, DataType to) {
            return (from.equals(DataTypes.LongType) && to.equals(DataTypes.DoubleType))
                    || (to.equals(DataTypes.FloatType)
                            && (from.equals(DataTypes.IntegerType) || from.equals(DataTypes.LongType)));
        }

        private static boolean isText(DataType type) {
            return type instanceof StringType;
        }

        private static boolean isZoned(DataType type) {
            return type.equals(DataTypes.TimestampType);
        }

        private static String folded(StructField field) {
            return field.name().toLowerCase(Locale.ROOT);
        }
    }
}
