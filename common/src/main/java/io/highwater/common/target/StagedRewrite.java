package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * Rows of a table that are found by their keys and replaced by others, in one commit. The caller decides what replaces what;
 * here rows are found, written beside the live files, taken out of these, and published. Until then nobody sees any of it.
 */
public final class StagedRewrite {
    /** A found row's file, in {@link Stored#rows()}. */
    public static final String FILE = "hw_stored_file";
    /** A found row's number in its file. */
    public static final String ROW = "hw_stored_row";

    private static final long FEW = 10_000;
    private static final long ROWS_PER_FILE = 1_000_000;

    private final StagedFiles nothing;
    private final Function<Dataset<Row>, StagedFiles> writing;
    private final List<AddFile> looked = new ArrayList<>();
    private Optional<StagedFiles> written = Optional.empty();
    private Removal removal = Removal.NONE;

    StagedRewrite(StagedFiles nothing, Function<Dataset<Row>, StagedFiles> writing) {
        this.nothing = nothing;
        this.writing = writing;
    }

    /** The version of the table that is looked at; below 0 if there is none yet. */
    public long basis() {
        return nothing.transaction().readVersion();
    }

    /** Rows of a table that were looked for. */
    public final class Stored {
        private final LiveRows live;
        private final Optional<PageFilter> pages;

        private Stored(LiveRows live, Optional<PageFilter> pages) {
            this.live = live;
            this.pages = pages;
        }

        /** False if the table's statistics alone say that it has none of them. */
        public boolean canExist() {
            return !live.files().isEmpty();
        }

        /** All rows of the table that may be among them, and others, with {@link StagedRewrite#FILE} and ROW. */
        public Dataset<Row> rows() {
            return located(live.candidates(pages));
        }

        /** The same, from some files only. */
        public Dataset<Row> rows(List<String> files) {
            return located(nothing.table().rows(nothing.table().at(live.files(), files), pages));
        }
    }

    /**
     * Looks for rows by their keys.
     *
     * @param keys rows that have the key's columns without NULLs, under the names and with the types of the table
     * @param count how many there are
     */
    public Stored stored(Dataset<Row> keys, List<String> key, long count) {
        Extent extent = Extent.of(keys, key, count <= FEW ? key : List.of());
        Whereabouts where = Whereabouts.of(
                extent, key, NullKeys.NEVER_MATCH, nothing.transaction().metadata());
        return looked(LiveRows.byKey(nothing, where), where.pages());
    }

    /** Rows that meet a condition. */
    public Stored matching(Column condition) {
        return looked(LiveRows.of(nothing, List.of(condition)), Optional.empty());
    }

    /** All rows of the table. */
    public Stored everything() {
        return looked(LiveRows.of(nothing, List.of()), Optional.empty());
    }

    private Stored looked(LiveRows live, Optional<PageFilter> pages) {
        live.files().stream().filter(file -> !looked.contains(file)).forEach(looked::add);
        return new Stored(live, pages);
    }

    private static Dataset<Row> located(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>(Arrays.asList(TableFiles.columns(rows)));
        columns.add(TableFiles.file(rows).as(FILE));
        columns.add(TableFiles.row(rows).as(ROW));
        return rows.select(columns.toArray(Column[]::new));
    }

    /**
     * Writes the rows that are to come in, beside the live files.
     *
     * @param count about how many
     * @throws UserException if a row violates a constraint of the table
     */
    public void write(Dataset<Row> rows, long count) {
        written = Optional.of(writing.apply(rows.coalesce(Math.toIntExact(1 + count / ROWS_PER_FILE))));
    }

    /**
     * Takes rows out.
     *
     * @param found rows of {@link Stored#rows()}, of which {@link #FILE} and {@link #ROW} count; each once
     * @return how many that is
     * @throws UserException if the table's properties stand against it
     */
    public long remove(Dataset<Row> found) {
        Positions positions = Positions.of(found.select(col(FILE).as(TableFiles.FILE), col(ROW).as(TableFiles.ROW)));
        removal = positions.count() == 0 ? Removal.NONE : new RowRemoval(nothing).of(looked, positions);
        return positions.count();
    }

    /**
     * Makes it so, in one commit, and proves that the commit is there.
     *
     * @param key how the rows were found, for the table's history
     * @param upsert what was done, for the table's history
     * @return the version; empty if there was nothing to commit
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public OptionalLong publish(VersionedKey key, Upsert upsert, Stamp stamp) {
        if (changesNothing()) {
            return OptionalLong.empty();
        }
        List<Action> actions = new ArrayList<>(written.map(StagedFiles::actions).orElse(List.of()));
        actions.addAll(removal.actions());
        StampedTransaction commit = new StampedTransaction(nothing.target(), nothing.transaction());
        long version = removal.actions().isEmpty()
                ? commit.commit(actions, SaveMode.Append, stamp)
                : commit.commit(actions, new StampedMerge(key, upsert, stamp), stamp);
        nothing.target().register();
        return OptionalLong.of(version);
    }

    /** Bytes of the files that a commit brings. */
    public long bytes() {
        return written.map(StagedFiles::bytes).orElse(0L) + removal.bytes();
    }

    private boolean changesNothing() {
        OptimisticTransaction transaction = nothing.transaction();
        return transaction.readVersion() >= 0
                && written.map(StagedFiles::files).orElse(List.of()).isEmpty()
                && removal.actions().isEmpty()
                && transaction.metadata().equals(transaction.snapshot().metadata());
    }
}
