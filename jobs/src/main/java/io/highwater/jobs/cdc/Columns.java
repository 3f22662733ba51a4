package io.highwater.jobs.cdc;

import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.jobs.cdc.TableRows.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table's columns that come from the source, as they are after a load.
 *
 * @param all the columns
 * @param fit how they become the table's, and what stands against it
 */
record Columns(StructType all, SchemaFit fit) {
    /**
     * Brings together what the feed writes, maybe in several versions, and what the table has. A column that a version lacks
     * stays as it is.
     *
     * @param table the columns of the table that come from the source; none if it is new
     */
    static Columns of(List<Version> versions, StructType table, SchemaPolicy policy) {
        Set<String> objections = new LinkedHashSet<>();
        StructType columns = table;
        for (Version version : versions) {
            SchemaFit step = SchemaFit.of(withRest(version, columns), columns, SchemaPolicy.ADD);
            objections.addAll(step.objections());
            columns = struct(step);
        }
        SchemaFit fit = table.length() == 0 ? SchemaFit.fresh(columns) : SchemaFit.of(columns, table, policy);
        objections.addAll(fit.objections());
        return new Columns(struct(fit), new SchemaFit(fit.columns(), fit.changes(), List.copyOf(objections)));
    }

    private static StructType withRest(Version version, StructType columns) {
        List<StructField> fields = new ArrayList<>();
        version.columns()
                .forEach(read -> fields.add(new StructField(
                        read.target(), read.text().type(), true, org.apache.spark.sql.types.Metadata.empty())));
        Arrays.stream(columns.fields())
                .filter(field -> fields.stream().noneMatch(read -> read.name().equalsIgnoreCase(field.name())))
                .forEach(fields::add);
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static StructType struct(SchemaFit fit) {
        StructType columns = new StructType();
        for (SchemaFit.Column column : fit.columns()) {
            columns = columns.add(column.name(), column.type());
        }
        return columns;
    }
}
