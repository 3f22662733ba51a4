package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Records whose columns a user explains: rows with columns of their own, or texts that hold one JSON object each. A record
 * is a delete where the condition is TRUE, else what its operation says, and an upsert where there is no operation column.
 */
public final class ColumnsDecoder implements Decoder {
    private final ColumnsSettings settings;
    private final List<SequenceColumn> sequence;
    private final FieldSource fields;

    /**
     * @param records the columns of the records
     * @throws UserException if a column is not there, or nothing orders the changes
     */
    public ColumnsDecoder(ColumnsSettings settings, StructType records) {
        this.settings = settings;
        this.sequence = settings.sequence().stream().map(SequenceColumn::parse).toList();
        boolean text = Arrays.asList(records.fieldNames()).contains(Records.VALUE);
        this.fields = text ? new JsonFields() : new TypedFields(new TypedRecords(records));
        if (sequence.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot order the changes: highwater.cdc.columns.sequence is not set. Name the columns that grow with"
                            + " every change, most significant first.");
        }
    }

    @Override
    public DataType sequence() {
        return sequence.size() == 1
                ? fields.typeOf(sequence.get(0))
                : position().type();
    }

    @Override
    public boolean tellsTime() {
        return false;
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Dataset<Row> read = fields.prepare(records, settings.deleteWhen());
        Column word = settings.op().map(fields::text).orElse(lit(""));
        return fields.outcome(leftOut())
                .op(word, op(word))
                .sequence(
                        sequence.size() == 1
                                ? fields.sequence(sequence.get(0))
                                : position().column())
                .of(read);
    }

    private Column op(Column word) {
        Column deleted = coalesce(col(FieldSource.CONDITION), lit(false));
        Column otherwise = settings.op().isEmpty()
                ? lit(Events.UPSERT)
                : Outcome.op(
                        upper(word),
                        capitals(settings.upserts()),
                        capitals(settings.deletes()),
                        capitals(settings.truncates()));
        return when(deleted, lit(Events.DELETE)).otherwise(otherwise);
    }

    private Position position() {
        Position position = new Position();
        sequence.forEach(column -> position.then(column.name(), fields.typeOf(column), fields.sequence(column)));
        return position;
    }

    private List<String> leftOut() {
        List<String> names = new ArrayList<>(settings.op().stream().toList());
        if (!settings.keepSequence()) {
            sequence.forEach(column -> names.add(column.name()));
        }
        return names;
    }

    private static List<String> capitals(List<String> words) {
        return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
    }
}
