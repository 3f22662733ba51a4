package io.highwater.common.source;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A place rows come from: a database, files, a Delta table. */
public interface Source {
    /**
     * Looks at what is there and decides how to read it, without reading a row.
     *
     * @param spark the session that will run the read
     * @return the reading; the caller closes it once the rows are read, because it may hold a snapshot open
     * @throws io.highwater.common.error.UserException when the source cannot be reached, does not hold what was asked
     *     for, or holds a column that cannot be mapped
     */
    Reading open(SparkSession spark);

    /** Where the rows are, as far as that can be told. */
    default List<DataPlace> places(SparkSession spark) {
        return List.of();
    }

    /**
     * What time it is at the source. To be asked before a reading is opened, so that the reading shows at least what was
     * committed by then.
     *
     * @param spark the session that will run the read
     * @param standIn says what time it is where the source itself cannot
     */
    default Instant now(SparkSession spark, Clock standIn) {
        return standIn.instant();
    }

    /**
     * Looks at the source through the column that says when a row changed.
     *
     * @param spark the session that will run the reads
     * @param clock says what time it is where the source itself cannot
     * @return the changes; the caller closes them
     * @throws io.highwater.common.error.UserException when the source cannot be reached, or the column is missing or of a
     *     type that is no cursor
     */
    Changes changes(SparkSession spark, Cursor cursor, Clock clock);
}
