package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Collection;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns of records that have columns of their own. */
record TypedFields(TypedRecords columns) implements FieldSource {
    @Override
    public Dataset<Row> prepare(Dataset<Row> records, Optional<String> condition) {
        return Analysis.of(
                () -> records.withColumn(
                        CONDITION, condition.map(sql -> expr(sql)).orElse(lit(false))),
                why -> "Cannot use highwater.cdc.columns.delete-when = " + condition.orElse("") + ": " + why);
    }

    @Override
    public Column text(String name) {
        return existing(name).cast(DataTypes.StringType);
    }

    @Override
    public Column sequence(SequenceColumn column) {
        return tryCast(existing(column.name()), typeOf(column));
    }

    @Override
    public DataType typeOf(SequenceColumn column) {
        return column.type().orElseGet(() -> columns.typeOf(nameOf(column.name())));
    }

    @Override
    public Outcome outcome(Collection<String> leftOut) {
        return new Outcome()
                .row(columns.row(name -> leftOut.stream().anyMatch(name::equalsIgnoreCase)))
                .raw(columns.raw());
    }

    private Column existing(String name) {
        return Position.named(nameOf(name));
    }

    private String nameOf(String name) {
        return columns.named(name)
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot use column " + name + " of highwater.cdc.columns: the records have no such column. They"
                                + " have " + columns.own() + "."));
    }
}
