package io.highwater.jobs.cdc.format;

import io.highwater.common.error.Analysis;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A column that orders changes.
 *
 * @param name its name
 * @param type the type that a user gave it
 */
record SequenceColumn(String name, Optional<DataType> type) {
    /** Reads {@code name} or {@code name TYPE}. */
    static SequenceColumn parse(String words) {
        String[] parts = words.strip().split("\\s+", 2);
        if (parts.length == 1) {
            return new SequenceColumn(parts[0], Optional.empty());
        }
        return new SequenceColumn(
                parts[0],
                Optional.of(Analysis.of(
                        () -> DataType.fromDDL(parts[1]),
                        why -> "Cannot use " + words
                                + " of highwater.cdc.columns.sequence: expected a column, or a column"
                                + " and a type such as changed_at timestamp: " + why)));
    }
}
