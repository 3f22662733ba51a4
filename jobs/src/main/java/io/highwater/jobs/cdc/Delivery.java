package io.highwater.jobs.cdc;

import io.highwater.common.spark.KeptRows;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What is merged at a time: a batch of a feed, some files, a snapshot. */
interface Delivery {
    /** What it is, in words. */
    String name();

    /**
     * What commits say of it.
     *
     * @param last the job's last commit to the same table
     */
    Map<String, String> facts(Optional<StampedCommit> last);

    /** Whether a table's last commit brought it, or a later one: the run that made the commit died before it could say so. */
    boolean isIn(StampedCommit last);

    /** All records, for finding out in which line of its file one of them is; empty where they have no places. */
    Optional<Dataset<Row>> places();

    /**
     * To be called when all records were read, before anything is made of them.
     *
     * @throws io.highwater.common.error.UserException if they are not now what they were when they were to be read
     */
    default void refuseChanged() {}

    /**
     * The events to be merged into a table, at hand.
     *
     * @param typed all events of the table, with its types, not read yet
     * @throws io.highwater.common.quality.RefusedException if they may not be merged
     */
    default Dataset<Row> events(Dataset<Row> typed, Table table) {
        return KeptRows.of(typed);
    }

    /** How many records of the table were read, once its events are at hand. */
    default long read(TableFacts facts) {
        return facts.events();
    }

    /** The same in words. */
    default String counted(TableFacts facts) {
        return String.format("%,d events", facts.events());
    }

    /**
     * A table that events come into.
     *
     * @param address where it is
     * @param rows the rows of the source that it has now, with columns of its own; empty if there is no table
     * @param columns the columns that the events tell, with the table's types
     * @param key the columns of its key
     */
    record Table(TargetAddress address, Optional<Dataset<Row>> rows, StructType columns, List<String> key) {}
}
