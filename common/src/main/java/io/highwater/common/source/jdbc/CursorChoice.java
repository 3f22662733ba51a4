package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.time.CursorType;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the cursor among the columns of a relation, and makes sure that the database orders it as Spark does. */
record CursorChoice(JdbcSession session, Inspection relation, StructType schema, Cursor named) {
    /** The column, by its exact name. */
    SourceColumn column() {
        return Columns.named(field().name(), relation.columns()).orElseThrow();
    }

    CursorColumn cursor(Indexed indexed) {
        StructField field = field();
        CursorType type = CursorColumns.type(field.dataType()).orElseThrow();
        requireSameOrder(field, type);
        CursorColumn.Keeping keeping =
                indexed == Indexed.NO_TABLE ? CursorColumn.Keeping.UNKNOWN : CursorColumn.Keeping.AS_DECLARED;
        return CursorColumn.of(column(), type, named.zone(), session.dialect(), keeping);
    }

    private StructField field() {
        return CursorColumns.find(named, schema, session.settings().describe());
    }

    private void requireSameOrder(StructField field, CursorType type) {
        SourceColumn column = column();
        Optional<DataType> own = session.dialect()
                .read(column, session.settings().outOfRange())
                .map(reading ->
                        session.mapped().schema(List.of(reading)).fields()[0].dataType());
        if (!own.flatMap(CursorColumns::type).equals(Optional.of(type))) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + session.settings().describe() + " by column " + field.name() + ": it is read as "
                            + field.dataType().sql() + " but is of type " + column.typeName()
                            + " in the database, which orders its values in another way. Name another "
                            + named.setting() + ", or leave this one out of columns { }.");
        }
    }
}
