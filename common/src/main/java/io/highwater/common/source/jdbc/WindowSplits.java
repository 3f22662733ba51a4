package io.highwater.common.source.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Cuts a window into splits of as many rows each: by ranges of the cursor, or, where too many rows share one value, by
 * ranges of the primary key. Small windows are one split.
 *
 * @param scan of the relation cut down to the window
 */
record WindowSplits(Scan scan, Dialect dialect, CursorWindow window) {
    /** @param cuts positions between the splits; empty to find such as balance them */
    SplitPlan plan(Optional<List<Long>> cuts) throws SQLException {
        if (scan.splitColumn().isPresent()) {
            return dialect.plan(asQuery());
        }
        if (cuts.isPresent()) {
            return cuts.get().isEmpty()
                    ? SplitPlan.one(OptionalLong.empty())
                    : byCursor(cuts.get(), OptionalLong.empty());
        }
        OptionalLong rows = dialect.estimatedRows(scan.connection(), "SELECT * FROM " + scan.from());
        int splits = SplitCount.of(scan, rows, OptionalLong.empty());
        return splits == 1 ? SplitPlan.one(rows) : cut(splits);
    }

    private SplitPlan cut(int splits) throws SQLException {
        CursorColumn cursor = window.cursor();
        Tiles tiles = Tiles.of(scan, cursor.key(), cursor.axis().text().apply("hw_key"), splits);
        if (tiles.areBalanced(splits)) {
            return byCursor(tiles);
        }
        KeySplits keys = new KeySplits(scan, dialect);
        Optional<SourceColumn> key = keys.primaryKey();
        return key.isPresent()
                ? keys.tiles(key.get(), dialect.quote(key.get().name()), splits, OptionalLong.of(tiles.rows()))
                : byCursor(tiles);
    }

    private SplitPlan byCursor(Tiles tiles) {
        CursorColumn cursor = window.cursor();
        return byCursor(
                cursor.positions(tiles.boundaries()),
                OptionalLong.of(tiles.rows()),
                "The ranges of " + cursor.column().name() + " were found by reading that column of the window once.");
    }

    private SplitPlan byCursor(List<Long> positions, OptionalLong rows, String... notes) {
        CursorColumn cursor = window.cursor();
        List<String> literals = positions.stream()
                .map(position -> cursor.axis().literal().apply(position))
                .toList();
        return SplitPlan.ranges(cursor.key(), Ranges.of(cursor.key(), literals, window.nulls()), rows, notes);
    }

    /** What is known of the whole table says nothing about a window. */
    private Scan asQuery() {
        return new Scan(
                scan.connection(),
                scan.relation(),
                scan.from(),
                List.of(),
                scan.columns(),
                scan.splitting(),
                scan.snapshot(),
                scan.parallelism());
    }
}
