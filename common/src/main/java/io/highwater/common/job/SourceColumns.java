package io.highwater.common.job;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.TargetAddress;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a source, and whether they are what a job needs.
 *
 * @param source the source in words
 * @param columns its columns
 */
public record SourceColumns(SparkSession spark, String source, StructType columns) {
    /**
     * Makes sure that the key is there.
     *
     * @throws UserException if it is not
     */
    public void requireKey(List<String> key) {
        List<String> unknown = key.stream()
                .filter(column -> Arrays.stream(columns.fieldNames()).noneMatch(column::equalsIgnoreCase))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use key " + unknown + " of highwater.target.key: " + source + " has no such column. It has "
                            + List.of(columns.fieldNames()) + ".");
        }
    }

    /**
     * Makes sure that conditions on rows can be understood.
     *
     * @throws UserException if one cannot
     */
    public void requireChecks(List<RowCheck> checks) {
        Dataset<Row> none = spark.createDataFrame(List.of(), columns);
        for (RowCheck check : checks) {
            var unused = Analysis.of(
                    () -> none.filter(check.where()),
                    why -> "Cannot use check " + check.name() + " of highwater.checks, where = " + check.where() + ": "
                            + why);
        }
    }

    /**
     * Stops a load that would lose something, before anything is read.
     *
     * @param setting the key of the configuration that says what to do about other columns
     */
    public static void refuseUnfit(SchemaFit fit, TargetAddress target, String setting) {
        if (!fit.objections().isEmpty()) {
            throw new RefusedException(
                    "Refused to load " + target + ": the source's columns do not fit the table's.",
                    fit.objections().stream()
                            .map(objection -> new Refusal("schema", objection))
                            .toList(),
                    "Nothing was read, the table is as it was. To take new columns and wider types: " + setting
                            + " = add; to leave new columns out: ignore.");
        }
    }
}
