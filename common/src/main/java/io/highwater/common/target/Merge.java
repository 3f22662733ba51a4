package io.highwater.common.target;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.delta.actions.AddFile;

/** One comparison of staged rows with a table's. */
final class Merge {
    /** Of so many staged rows the driver takes in the keys. */
    private static final long FEW = 10_000;

    private final StagedFiles staged;
    private final VersionedKey key;

    Merge(StagedFiles staged, VersionedKey key) {
        this.staged = staged;
        this.key = key;
    }

    /**
     * What came of it.
     *
     * @param upsert the counts
     * @param removal the rows of the table that are replaced
     */
    record Result(Upsert upsert, Removal removal) {}

    /**
     * Drops staged rows that the table does not need, and takes rows out of the table for those that it does.
     *
     * @param gone rows that the table is not to hold any more
     */
    Result run(KeyedRows gone) {
        List<String> columns = new ArrayList<>(key.columns());
        columns.add(key.cursor());
        Extent extent = Extent.of(staged.rows(), columns, staged.hasAtMost(FEW) ? key.columns() : List.of());
        Whereabouts where = Whereabouts.of(
                extent, key.columns(), key.nulls(), staged.transaction().metadata());
        LiveRows live = LiveRows.byKey(staged, where);
        if (extent.rows() == 0 || live.files().isEmpty()) {
            return new Result(
                    new Upsert(
                            Upsert.Path.APPEND,
                            extent.rows(),
                            0,
                            0,
                            0,
                            gone.positions().count()),
                    removal(gone.files(), gone.positions()));
        }
        LiveRows tied = key.precedence() == VersionedKey.Precedence.STAGED
                ? live
                : extent.covering(key.cursor(), NullKeys.EQUAL)
                        .map(live::narrowed)
                        .orElse(live);
        try (Matches matches = new Matches(staged, key, tied)) {
            matches.find(live.candidates(where.pages()), nulls(extent));
            return settled(matches, live, gone, described(matches, gone, extent.rows()));
        }
    }

    /** NULL-safe comparisons cost more, and say no more where there are no NULLs. */
    private NullKeys nulls(Extent extent) {
        return key.columns().stream().anyMatch(extent::hasNulls) ? key.nulls() : NullKeys.NEVER_MATCH;
    }

    private static Upsert described(Matches matches, KeyedRows gone, long rows) {
        long updated = matches.replacing().count();
        long stale = matches.stale().count();
        long unchanged = matches.unchanged().count();
        return new Upsert(
                Upsert.Path.MERGE,
                rows - updated - stale - unchanged,
                updated,
                stale,
                unchanged,
                gone.positions().count());
    }

    private Result settled(Matches matches, LiveRows live, KeyedRows gone, Upsert upsert) {
        Set<AddFile> files = new LinkedHashSet<>(live.files());
        files.addAll(gone.files());
        Positions replaced = upsert.updated() > 0 ? matches.replaced() : new Positions();
        Removal removal = removal(List.copyOf(files), replaced.and(gone.positions()));
        if (upsert.stale() + upsert.unchanged() > 0) {
            staged.remove(matches.stale().and(matches.unchanged()));
        }
        return new Result(upsert, removal);
    }

    private Removal removal(List<AddFile> files, Positions positions) {
        return positions.count() == 0 ? Removal.NONE : new RowRemoval(staged).of(files, positions);
    }
}
