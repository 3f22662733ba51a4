package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes two events of an update that changes the key: a delete of the row as it was, and the row as it is, with what the
 * source did not send again because it did not change.
 *
 * @param row the row as it is
 * @param old what it had before, all of it or just what changed; NULL where nothing is to be compared
 * @param key the names of the key's columns, in any case; none or NULL where they are not known
 */
record KeyChange(Column row, Column old, Column key) {
    private static final Column GONE = col("hw_gone");
    private static final Column ROW = col("hw_event_row");
    private static final Column HALF = col("hw_half");
    private static final Column NOW = col("hw_now");
    private static final Column WAS = col("hw_was");

    /** Adds the events' rows, one or two for each record. */
    Dataset<Row> add(Dataset<Row> parsed) {
        Dataset<Row> read = Json.onceEach(parsed, struct(row.as("row"), old.as("old")), "hw_now", "hw_was");
        Column images = when(changed(), array(image(true, true, over(WAS, NOW)), image(false, true, over(NOW, WAS))))
                .otherwise(array(image(false, false, NOW)));
        return read.select(col("*"), inline(images).as(new String[] {"hw_gone", "hw_half", "hw_event_row"}));
    }

    /** The operation of an event whose record has the one given. */
    static Column op(Column ofRecord) {
        return when(GONE, lit(Events.DELETE)).otherwise(ofRecord);
    }

    /** The row of an event. */
    static Column rowOfEvent() {
        return ROW;
    }

    /**
     * What the two events of a changed key have in common; NULL for others.
     *
     * @param row tells rows of one record apart
     */
    static Column pair(Column row) {
        return when(HALF, concat_ws("/", col(Records.ORIGIN), col(Records.BLOCK), col(Records.ORDINAL), row));
    }

    private Column changed() {
        Column names = transform(key, name -> lower(name));
        Column moved = map_filter(
                WAS,
                (name, value) -> array_contains(names, lower(name))
                        .and(map_contains_key(NOW, name))
                        .and(not(element_at(NOW, name).eqNullSafe(value))));
        return coalesce(size(moved).gt(0), lit(false));
    }

    private static Column image(boolean gone, boolean half, Column row) {
        return struct(lit(gone).as("gone"), lit(half).as("half"), row.as("row"));
    }

    private static Column over(Column one, Column other) {
        return map_concat(map_filter(other, (name, value) -> not(map_contains_key(one, name))), one);
    }
}
