package io.highwater.jobs.cdc.format;

import io.highwater.common.config.Section;
import java.util.List;
import java.util.Optional;

/**
 * What the columns of a feed mean that has no format of its own.
 *
 * @param op the column of the operation
 * @param sequence the columns that order changes, most significant first, each maybe with a type: {@code lsn} or
 *     {@code changed_at timestamp}; without one a column has its own type, and in JSON it is a whole number
 * @param keepSequence whether they are part of the row
 * @param upserts words of the operation, in any case
 * @param deletes words of the operation, in any case
 * @param truncates words of the operation, in any case
 * @param deleteWhen a SQL condition over the record's columns; a record is a delete where it is TRUE. In JSON every column
 *     it names is a STRING
 */
public record ColumnsSettings(
        Optional<String> op,
        List<String> sequence,
        boolean keepSequence,
        List<String> upserts,
        List<String> deletes,
        List<String> truncates,
        Optional<String> deleteWhen) {
    static final List<String> UPSERTS = List.of("I", "INSERT", "U", "UPDATE", "C", "CREATE", "R", "READ", "UPSERT");
    static final List<String> DELETES = List.of("D", "DELETE");
    static final List<String> TRUNCATES = List.of("T", "TRUNCATE");

    /** The usual words. */
    public static ColumnsSettings of(Optional<String> op, List<String> sequence) {
        return new ColumnsSettings(op, sequence, true, UPSERTS, DELETES, TRUNCATES, Optional.empty());
    }

    /** The same, with records being deletes where a condition is TRUE. */
    public ColumnsSettings deletingWhen(String condition) {
        return new ColumnsSettings(op, sequence, keepSequence, upserts, deletes, truncates, Optional.of(condition));
    }

    /** The same, without the sequence's columns in the row. */
    public ColumnsSettings droppingSequence() {
        return new ColumnsSettings(op, sequence, false, upserts, deletes, truncates, deleteWhen);
    }

    /** Reads the block {@code columns}; every key of it may be absent. */
    static ColumnsSettings from(Section columns) {
        return new ColumnsSettings(
                columns.optionalText("op"),
                columns.optionalTexts("sequence"),
                columns.optionalFlag("keep-sequence").orElse(true),
                words(columns, "upsert-values", UPSERTS),
                words(columns, "delete-values", DELETES),
                words(columns, "truncate-values", TRUNCATES),
                columns.optionalText("delete-when"));
    }

    private static List<String> words(Section columns, String key, List<String> usual) {
        return columns.has(key) ? columns.optionalTexts(key) : usual;
    }
}
