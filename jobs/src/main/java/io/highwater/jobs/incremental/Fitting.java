package io.highwater.jobs.incremental;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Whether the source's columns are what the target, the key and the checks need. */
record Fitting(Loading loading) {
    /** How the source's columns become the table's. */
    SchemaFit fit() {
        StructType columns = loading.changes().schema();
        checkKey(columns);
        Dataset<Row> none = loading.spark().createDataFrame(List.of(), columns);
        loading.settings().job().checks().forEach(check -> checkCondition(none, check));
        StructType table = loading.target().live().map(DeltaTarget.Live::schema).orElseGet(StructType::new);
        Optional<SoftDelete> soft = loading.settings().softDelete();
        soft.filter(marks -> marks.isIn(columns)).ifPresent(this::refuseTaken);
        SchemaFit fit = fit(columns, soft.map(marks -> marks.withoutIt(table)).orElse(table));
        return soft.map(marks -> marks.onto(fit, table)).orElse(fit);
    }

    private SchemaFit fit(StructType columns, StructType table) {
        return loading.target().live().isEmpty()
                ? SchemaFit.fresh(columns)
                : SchemaFit.of(columns, table, loading.settings().schema());
    }

    private void refuseTaken(SoftDelete soft) {
        throw new UserException(
                ExitCode.CONFIGURATION,
                "Cannot mark deleted rows in column " + soft.column() + ": "
                        + loading.changes().describe()
                        + " has a column of that name. Choose another with highwater.target.deleted-at.");
    }

    /** Stops a load that would lose something, before anything is read. */
    void refuseUnfit(SchemaFit fit) {
        if (!fit.objections().isEmpty()) {
            throw new RefusedException(
                    "Refused to load " + loading.target().address() + ": the source's columns do not fit the table's.",
                    fit.objections().stream()
                            .map(objection -> new Refusal("schema", objection))
                            .toList(),
                    "Nothing was read, the table is as it was. To take new columns and wider types:"
                            + " highwater.incremental.schema = add; to leave new columns out: ignore.");
        }
    }

    private void checkKey(StructType columns) {
        List<String> unknown = loading.key().stream()
                .filter(column -> Arrays.stream(columns.fieldNames()).noneMatch(column::equalsIgnoreCase))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use key " + unknown + " of highwater.target.key: "
                            + loading.changes().describe() + " has no such column. It has "
                            + List.of(columns.fieldNames()) + ".");
        }
    }

    private static void checkCondition(Dataset<Row> none, RowCheck check) {
        var unused = Analysis.of(
                () -> none.filter(check.where()),
                why -> "Cannot use check " + check.name() + " of highwater.checks, where = " + check.where() + ": "
                        + why);
    }
}
