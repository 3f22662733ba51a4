package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * The key's columns of the tables of a feed, as far as a user says them; for formats that send a changed key as one update.
 *
 * @param tables the first that fits counts
 */
public record KeyNames(List<OfTable> tables) {
    private static final Column UNKNOWN = lit(null).cast(DataTypes.createArrayType(DataTypes.StringType));

    public KeyNames {
        tables = List.copyOf(tables);
    }

    /**
     * The key of a table.
     *
     * @param pattern a regular expression of the table's whole name; empty for every table
     * @param key its key's columns in the source's words; none if nobody says
     */
    public record OfTable(Optional<String> pattern, List<String> key) {}

    /** One key, whatever the table. */
    public static KeyNames of(List<String> key) {
        return new KeyNames(List.of(new OfTable(Optional.empty(), key)));
    }

    /**
     * ARRAY of STRING: those of an event's table; NULL where they are not known.
     *
     * @param table the event's table
     * @param told what the feed says; counts where the user says nothing
     */
    Column of(Column table, Column told) {
        Column known = UNKNOWN;
        for (int at = tables.size() - 1; at >= 0; at--) {
            Column key = literal(tables.get(at).key());
            Column otherwise = known;
            known = tables.get(at)
                    .pattern()
                    .map(pattern ->
                            when(table.rlike("^(?:" + pattern + ")$"), key).otherwise(otherwise))
                    .orElse(key);
        }
        return coalesce(known, when(size(told).gt(0), told));
    }

    private static Column literal(List<String> key) {
        return key.isEmpty()
                ? UNKNOWN
                : array(key.stream().map(name -> lit(name)).toArray(Column[]::new));
    }
}
