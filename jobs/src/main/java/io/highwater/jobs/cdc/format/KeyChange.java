package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
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

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes two events of an update that changes the key: a delete of the row as it was, and the row as it is.
 *
 * @param row the row as it is
 * @param old what it had before, all of it or just what changed; NULL where nothing is to be compared
 * @param key the names of the key's columns, in any case; none or NULL where they are not known
 */
record KeyChange(Column row, Column old, Column key) {
    private static final String IMAGE = "hw_image";
    private static final String READ = "hw_images";

    /** Adds the events' rows, one or two for each record. */
    Dataset<Row> add(Dataset<Row> parsed) {
        Dataset<Row> read = Json.once(parsed, READ, struct(row.as("row"), old.as("old")));
        Column now = struct(lit(false).as("gone"), col(READ + ".row").as("row"));
        Column before = struct(lit(true).as("gone"), overlaid().as("row"));
        Column images = when(changed(), array(before, now)).otherwise(array(now));
        return read.select(col("*"), explode(images).as(IMAGE));
    }

    /** The operation of an event whose record has the one given. */
    static Column op(Column ofRecord) {
        return when(col(IMAGE + ".gone"), lit(Events.DELETE)).otherwise(ofRecord);
    }

    /** The row of an event. */
    static Column rowOfEvent() {
        return col(IMAGE + ".row");
    }

    private Column changed() {
        Column names = transform(key, name -> lower(name));
        Column now = col(READ + ".row");
        Column moved = map_filter(
                col(READ + ".old"),
                (name, value) -> array_contains(names, lower(name))
                        .and(map_contains_key(now, name))
                        .and(not(element_at(now, name).eqNullSafe(value))));
        return coalesce(size(moved).gt(0), lit(false));
    }

    private static Column overlaid() {
        Column was = col(READ + ".old");
        return map_concat(map_filter(col(READ + ".row"), (name, value) -> not(map_contains_key(was, name))), was);
    }
}
