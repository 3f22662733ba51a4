package io.highwater.jobs.backfill;

import io.highwater.common.source.Changes;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Names;
import io.highwater.common.target.Quarantine;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * What all intervals of a run share.
 *
 * @param changes the source by the column whose dates are loaded, open
 * @param fit how its columns become the table's
 */
record Loading(SparkSession spark, BackfillSettings settings, DeltaTarget target, Changes changes, SchemaFit fit) {
    String job() {
        return settings.job().identity().name();
    }

    List<String> key() {
        return settings.job().target().key();
    }

    CursorType type() {
        return changes.type();
    }

    /** The table's name of the column whose dates are loaded. */
    String targetColumn() {
        return fit.columns().stream()
                .filter(column -> column.source().equalsIgnoreCase(settings.column()))
                .findFirst()
                .orElseThrow()
                .name();
    }

    /** True for the table's rows of a window. */
    Column inside(Window window) {
        return CursorColumns.inside(window, targetColumn(), type());
    }

    /** The same in SQL, of a column. */
    String predicate(String column, Window window) {
        String name = Names.quoted(column);
        return name + " >= " + literal(window.from().orElseThrow()) + " AND " + name + " < " + literal(window.to());
    }

    private String literal(long position) {
        String sql = switch (type()) {
            case DATE -> "DATE";
            case INSTANT -> "TIMESTAMP";
            case LOCAL -> "TIMESTAMP_NTZ";
            case INTEGER -> throw new IllegalStateException("A whole number has no dates");
        };
        return sql + " '" + type().text(position) + "'";
    }

    Quarantine quarantine() {
        return new Quarantine(spark, settings.job().identity().statePath(), job());
    }
}
