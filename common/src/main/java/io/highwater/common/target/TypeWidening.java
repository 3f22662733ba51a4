package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** Lets a table that keeps its files give a column a wider type. */
final class TypeWidening {
    private static final String PROPERTY = "delta.enableTypeWidening";

    private TypeWidening() {}

    /**
     * Switches it on for a table that needs it, by a commit of its own that changes no row. From then on the table's readers
     * have to know Delta's type widening.
     */
    static void allow(DeltaTarget target, SchemaFit fit) {
        // Most tables need nothing, which is told without looking for their newest version.
        if (isLacking(target.log().unsafeVolatileSnapshot(), fit) && isLacking(target.snapshot(), fit)) {
            var unused = target.spark()
                    .sql("ALTER TABLE " + target.sql() + " SET TBLPROPERTIES ('" + PROPERTY + "' = 'true')");
        }
    }

    private static boolean isLacking(Snapshot table, SchemaFit fit) {
        Metadata metadata = table.metadata();
        boolean allowed = Boolean.parseBoolean(
                ScalaValues.optional(metadata.configuration().get(PROPERTY)).orElse("false"));
        return table.version() >= 0 && !allowed && isNeeded(metadata, fit);
    }

    private static boolean isNeeded(Metadata metadata, SchemaFit fit) {
        List<StructField> fields = Arrays.asList(metadata.schema().fields());
        return fit.columns().stream()
                .anyMatch(column -> fields.stream()
                        .anyMatch(field -> field.name().equalsIgnoreCase(column.name())
                                && !DataType.equalsIgnoreCaseAndNullability(field.dataType(), column.type())));
    }
}
