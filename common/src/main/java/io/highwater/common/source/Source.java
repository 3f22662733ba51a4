package io.highwater.common.source;

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
}
