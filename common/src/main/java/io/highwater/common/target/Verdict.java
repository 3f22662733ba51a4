package io.highwater.common.target;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** What a staged row is to a row of the table with the same key. The later one counts if it is more than one. */
enum Verdict {
    /** It is later. */
    REPLACES,
    /** It is as late; whether it is the same must be looked at. */
    TIES,
    /** It is the same row. */
    UNCHANGED,
    /** It is earlier. */
    STALE;

    /** What the cursors say. A row without one has no place in the order: the staged one replaces it, or it the stored. */
    static Column of(Column staged, Column stored) {
        return when(coalesce(staged.lt(stored), lit(false)), STALE.literal())
                .when(staged.eqNullSafe(stored), TIES.literal())
                .otherwise(REPLACES.literal());
    }

    /** As a number, by which Spark finds the one that counts. */
    Column literal() {
        return lit(ordinal());
    }
}
