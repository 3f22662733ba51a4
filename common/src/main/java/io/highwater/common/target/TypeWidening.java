package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** Whether rows may change the type of a column of a table that keeps its files. */
final class TypeWidening {
    private static final String PROPERTY = "delta.enableTypeWidening";

    private TypeWidening() {}

    static void check(TargetAddress address, OptimisticTransaction transaction, SchemaFit fit) {
        boolean allowed = Boolean.parseBoolean(
                ScalaValues.optional(transaction.metadata().configuration().get(PROPERTY))
                        .orElse("false"));
        List<String> widened = allowed || transaction.readVersion() < 0 ? List.of() : widened(transaction, fit);
        if (!widened.isEmpty()) {
            throw new UserException(
                    ExitCode.REFUSED,
                    "Cannot add rows to " + address + ": " + String.join(", ", widened)
                            + ", and the table's files keep their types unless the table has type widening. Allow it with"
                            + " table property " + PROPERTY + " = true (all readers must know it), or rewrite the table"
                            + " with a full refresh. Nothing was changed.");
        }
    }

    private static List<String> widened(OptimisticTransaction transaction, SchemaFit fit) {
        List<StructField> fields = Arrays.asList(transaction.metadata().schema().fields());
        return fit.columns().stream()
                .flatMap(column -> fields.stream()
                        .filter(field -> field.name().equalsIgnoreCase(column.name())
                                && !DataType.equalsIgnoreCaseAndNullability(field.dataType(), column.type()))
                        .map(field -> "column " + field.name() + " is "
                                + field.dataType().sql() + " and would have to become "
                                + column.type().sql()))
                .toList();
    }
}
