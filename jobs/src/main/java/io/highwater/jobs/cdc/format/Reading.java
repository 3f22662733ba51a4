package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * What a text is read as.
 *
 * @param value the value; NULL where the text has none
 * @param changed TRUE where it is not exactly what the text says
 */
record Reading(Column value, Column changed) {
    static Reading exactly(Column value) {
        return new Reading(value, lit(false));
    }
}
