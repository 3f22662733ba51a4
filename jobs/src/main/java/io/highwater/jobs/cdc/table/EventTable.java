package io.highwater.jobs.cdc.table;

import io.highwater.common.quality.RefusedException;
import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.fold.Content;
import io.highwater.jobs.cdc.format.Events;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table that change events come into. */
public interface EventTable {
    /**
     * Finds out what some events change, and writes what they bring beside the live files.
     *
     * @param events columns of {@link Events}, the row as a struct of the table's columns, without problems
     * @param content what they are
     * @param stamp the run, for what is remembered beside the table
     * @throws RefusedException if two of them contradict one another
     */
    StagedEvents stage(Dataset<Row> events, Content content, Stamp stamp);
}
