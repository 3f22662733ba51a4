package io.highwater.jobs.cdc.table;

import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import org.apache.spark.sql.Row;

/** Two events that cannot both be true. */
public final class Conflict {
    private Conflict() {}

    /**
     * The refusal of both.
     *
     * @param key the columns of the key
     * @param named their values
     */
    public static RefusedException refused(TargetAddress table, List<String> key, Row named) {
        return new RefusedException(
                "Refused to merge into " + table + ": events contradict one another.",
                List.of(new Refusal(
                        "conflicts",
                        "key " + key + " = " + named + " has two events of one sequence and different content")),
                "The table is as it was. Name more columns for highwater.cdc.columns.sequence.");
    }
}
