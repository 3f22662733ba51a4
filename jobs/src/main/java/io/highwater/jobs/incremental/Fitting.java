package io.highwater.jobs.incremental;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Whether the source's columns are what the target, the key and the checks need. */
record Fitting(Loading loading) {
    /** How the source's columns become the table's. */
    SchemaFit fit() {
        StructType columns = loading.changes().schema();
        SourceColumns source =
                new SourceColumns(loading.spark(), loading.changes().describe(), columns);
        source.requireKey(loading.key());
        source.requireChecks(loading.settings().job().checks());
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
        SourceColumns.refuseUnfit(fit, loading.target().address(), "highwater.incremental.schema");
    }
}
