package io.highwater.jobs.cdc.table;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.StagedRewrite;
import io.highwater.common.target.Staging;
import io.highwater.common.target.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table beside the state that has what a target must remember and does not show. It is added to before the target is
 * committed to.
 *
 * @param table where it is
 * @param key the columns that its rows are looked for by; maybe none
 * @param statistics what else it is asked about
 */
public record SideTable(DeltaTarget table, List<String> key, List<String> statistics) {
    private static final Layout LAYOUT = new Layout(List.of(), List.of(), Optional.empty(), Map.of());
    private static final long ROWS_PER_FILE = 1_000_000;

    /** Whether there is one yet. */
    public boolean exists() {
        return table.live().isPresent();
    }

    /**
     * A table as it was at a time.
     *
     * @param id what Delta tells tables apart by
     * @param version its version
     */
    public record Mark(String id, long version) {
        /** From the text of one. */
        public static Mark parsed(String text) {
            int at = text.lastIndexOf('@');
            return new Mark(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
        }

        /** Whether it is the same table, then or later. */
        public boolean follows(Mark earlier) {
            return id.equals(earlier.id) && version >= earlier.version;
        }

        @Override
        public String toString() {
            return id + "@" + version;
        }
    }

    /** The table as it is now; empty if there is none yet. */
    public Optional<Mark> mark() {
        return table.live().map(live -> new Mark(live.id(), live.version()));
    }

    /** All its rows; empty if there is none yet. */
    public Optional<Dataset<Row>> rows() {
        return table.live().map(live -> table.rowsAt(live.version()));
    }

    /**
     * Its rows of some keys.
     *
     * @param keys rows with the key's columns
     * @param count how many
     * @return empty if there are none by the files' statistics alone
     */
    public Optional<Dataset<Row>> of(Dataset<Row> keys, long count) {
        if (!exists()) {
            return Optional.empty();
        }
        StagedRewrite.Stored stored = rewrite().stored(keys, key, count);
        return stored.canExist() ? Optional.of(Keys.among(stored.rows(), keys, key, count)) : Optional.empty();
    }

    /** Begins to take rows out. The table must be there. */
    public StagedRewrite rewrite() {
        return staging().rewrite(SchemaFit.fresh(schema()));
    }

    /**
     * Adds rows, in one commit. A run that was taken over adds nothing; its commit to the target will be refused.
     *
     * @param count about how many
     */
    public void add(Dataset<Row> rows, long count, Stamp stamp) {
        if (table.generationOf(stamp.job())
                .filter(done -> done >= stamp.generation())
                .isPresent()) {
            return;
        }
        StructType columns = rows.schema();
        SchemaFit fit = exists() ? SchemaFit.of(columns, schema(), SchemaPolicy.ADD) : SchemaFit.fresh(columns);
        var unused = staging()
                .addition(rows.coalesce(Math.toIntExact(1 + count / ROWS_PER_FILE)), fit)
                .publish(stamp);
    }

    private Staging staging() {
        List<String> sought = new ArrayList<>(key);
        sought.addAll(statistics);
        return new Staging(table, LAYOUT, sought);
    }

    private StructType schema() {
        return table.live().orElseThrow().schema();
    }
}
