package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;

/**
 * How a text is read.
 *
 * @param value the value; NULL where the text has none
 * @param change says of the value where it is not exactly what the text says; takes it as a column of its own, for what is
 *     computed once needs no second time
 */
record Reading(Column value, UnaryOperator<Column> change) {
    static Reading exactly(Column value) {
        return new Reading(value, unused -> lit(false));
    }

    /** Whether the value is another one than the text's; never NULL. */
    Column changed(Column itsValue) {
        return coalesce(change.apply(itsValue), lit(false));
    }
}
