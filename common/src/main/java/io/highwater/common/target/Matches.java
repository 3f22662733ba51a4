package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.storage.StorageLevel;

/**
 * Pairs of a staged row and a row of the table with the same key, and what the one is to the other. The keys are joined
 * once; what comes after works on the pairs, which are kept until this is closed.
 */
final class Matches implements AutoCloseable {
    private static final String STAGED_FILE = "staged_file";
    private static final String STAGED_ROW = "staged_row";
    private static final String LIVE_FILE = "live_file";
    private static final String LIVE_ROW = "live_row";
    private static final String VERDICT = "verdict";

    private final StagedFiles staged;
    private final VersionedKey key;
    private final LiveRows tied;
    private final List<Dataset<Row>> kept = new ArrayList<>();
    private final Map<Verdict, Positions> stagedRows = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Positions> liveRows = new EnumMap<>(Verdict.class);

    /** @param tied the rows of the table that can have the cursor of a staged row */
    Matches(StagedFiles staged, VersionedKey key, LiveRows tied) {
        this.staged = staged;
        this.key = key;
        this.tied = tied;
    }

    /**
     * Looks for them.
     *
     * @param live rows of the table, among them all that can have one of the keys
     * @param nulls what a NULL in the key is
     */
    void find(Dataset<Row> live, NullKeys nulls) {
        Dataset<Row> byCursor = kept(joined(live, nulls));
        collect(byCursor);
        if (stagedRows.containsKey(Verdict.TIES)) {
            collect(kept(settled(byCursor)));
        }
    }

    /** Staged rows that are earlier than a row of the table. */
    Positions stale() {
        return with(Verdict.STALE);
    }

    /** Staged rows that the table has already. */
    Positions unchanged() {
        return with(Verdict.UNCHANGED).without(stale());
    }

    /** Staged rows that replace rows of the table. */
    Positions replacing() {
        return with(Verdict.REPLACES).without(stale()).without(unchanged());
    }

    /** The rows of the table that they replace. */
    Positions replaced() {
        boolean oneEach = replacing().count() == with(Verdict.REPLACES).count();
        return oneEach ? liveRows.getOrDefault(Verdict.REPLACES, new Positions()) : replacedByPair();
    }

    private Positions with(Verdict verdict) {
        return stagedRows.getOrDefault(verdict, new Positions());
    }

    /** Where the table has a key several times, a staged row may be later than one of them and not than another. */
    private Positions replacedByPair() {
        List<String> row = List.of(STAGED_FILE, STAGED_ROW);
        Dataset<Row> pairs = kept.stream()
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .filter(col(VERDICT).notEqual(Verdict.TIES.literal()));
        Dataset<Row> superfluous =
                pairs.filter(col(VERDICT).gt(Verdict.TIES.literal())).select(STAGED_FILE, STAGED_ROW);
        return Positions.of(pairs.join(superfluous, ScalaValues.seq(row), "left_anti")
                .select(col(LIVE_FILE).as(TableFiles.FILE), col(LIVE_ROW).as(TableFiles.ROW)));
    }

    private void collect(Dataset<Row> some) {
        some.selectExpr(
                        "verdict",
                        "stack(2, true, staged_file, staged_row, false, live_file, live_row)"
                                + " AS (staged, file, row)")
                .groupBy(VERDICT, "staged", TableFiles.FILE)
                .agg(Positions.bitmap(col(TableFiles.ROW)))
                .collectAsList()
                .forEach(row -> (row.getBoolean(1) ? stagedRows : liveRows)
                        .computeIfAbsent(Verdict.values()[row.getInt(0)], unused -> new Positions())
                        .add(row.getString(2), row.getStruct(3)));
    }

    @Override
    public void close() {
        kept.forEach(Dataset::unpersist);
    }

    private Dataset<Row> kept(Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(persisted);
        return persisted;
    }

    private Dataset<Row> joined(Dataset<Row> live, NullKeys nulls) {
        Dataset<Row> ours = keysOf(staged.rows(), key, "staged_");
        Dataset<Row> theirs = keysOf(live, key, "live_");
        Column same = lit(true);
        for (int i = 0; i < key.columns().size(); i++) {
            Column one = col("staged_" + i);
            Column other = col("live_" + i);
            same = same.and(nulls == NullKeys.EQUAL ? one.eqNullSafe(other) : one.equalTo(other));
        }
        return theirs.join(ours, same)
                .select(
                        col(STAGED_FILE),
                        col(STAGED_ROW),
                        col(LIVE_FILE),
                        col(LIVE_ROW),
                        verdict().as(VERDICT));
    }

    /** Where the staged row counts anyway, all that is to be found out is whether it is the same. */
    private Column verdict() {
        return key.precedence() == VersionedKey.Precedence.STAGED
                ? Verdict.TIES.literal()
                : Verdict.of(col("staged_cursor"), col("live_cursor"));
    }

    private static Dataset<Row> keysOf(Dataset<Row> rows, VersionedKey key, String prefix) {
        List<Column> columns = new ArrayList<>();
        for (String name : key.columns()) {
            columns.add(col(Names.quoted(name)).as(prefix + columns.size()));
        }
        columns.add(col(Names.quoted(key.cursor())).as(prefix + "cursor"));
        columns.add(TableFiles.file(rows).as(prefix + "file"));
        columns.add(TableFiles.row(rows).as(prefix + "row"));
        return rows.select(columns.toArray(Column[]::new));
    }

    /** Reads whole rows, of the files that hold such pairs. */
    private Dataset<Row> settled(Dataset<Row> all) {
        Dataset<Row> ours = staged.table().rows(within(staged.files(), stagedRows));
        Dataset<Row> theirs = tied.rows(within(tied.files(), liveRows));
        Dataset<Row> digested = digested(
                digested(
                        all.filter(col(VERDICT).equalTo(Verdict.TIES.literal())).drop(VERDICT), ours, "staged_"),
                theirs,
                "live_");
        return digested.select(
                col(STAGED_FILE),
                col(STAGED_ROW),
                col(LIVE_FILE),
                col(LIVE_ROW),
                when(col("staged_digest").equalTo(col("live_digest")), Verdict.UNCHANGED.literal())
                        .otherwise(Verdict.REPLACES.literal())
                        .as(VERDICT));
    }

    private List<AddFile> within(List<AddFile> files, Map<Verdict, Positions> rows) {
        return staged.table().at(files, rows.get(Verdict.TIES).files());
    }

    /** Pairs with the digest of the row on one side. Only the rows of pairs are digested. */
    private static Dataset<Row> digested(Dataset<Row> pairs, Dataset<Row> rows, String side) {
        List<String> position = List.of(side + "file", side + "row");
        List<Column> columns = new ArrayList<>(
                Arrays.stream(pairs.columns()).map(name -> col(name)).toList());
        columns.add(RowDigest.of(TableFiles.CONTENT, rows.schema()).as(side + "digest"));
        return TableFiles.located(rows)
                .withColumnsRenamed(Map.of(TableFiles.FILE, position.get(0), TableFiles.ROW, position.get(1)))
                .join(pairs, ScalaValues.seq(position))
                .select(columns.toArray(Column[]::new));
    }
}
