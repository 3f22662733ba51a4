package io.highwater.common.source.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Ranges with equal numbers of rows, found by sorting the key: exact, at the cost of reading it once. Fewer than asked for
 * where values repeat a lot.
 *
 * @param boundaries between the ranges, ascending
 * @param sizes how many rows each range holds, in order; one more than there are boundaries
 */
record Tiles(List<String> boundaries, List<Long> sizes) {
    private static final double BALANCED = 1.2;

    /** The least key of a tile, and how many rows lie below it. */
    private record Tile(String least, long below, long rows) {}

    Tiles {
        boundaries = List.copyOf(boundaries);
        sizes = List.copyOf(sizes);
    }

    /**
     * Boundaries alone.
     *
     * @param text turns the key into text that is exact
     */
    static List<String> boundaries(Scan scan, String key, String text, int tiles) throws SQLException {
        return of(scan, key, text, tiles).boundaries();
    }

    static Tiles of(Scan scan, String key, String text, int tiles) throws SQLException {
        String numbered = "SELECT hw_key, NTILE(" + tiles + ") OVER (ORDER BY hw_key) AS hw_tile,"
                + " RANK() OVER (ORDER BY hw_key) AS hw_rank FROM (SELECT " + key + " AS hw_key FROM " + scan.from()
                + ") hw_keys WHERE hw_key IS NOT NULL";
        String lowest =
                "SELECT MIN(hw_key) AS hw_key, MIN(hw_rank) - 1 AS hw_below, COUNT(*) AS hw_rows, hw_tile FROM ("
                        + numbered + ") hw_numbered GROUP BY hw_tile";
        String sql = "SELECT " + text + ", hw_below, hw_rows FROM (" + lowest + ") hw_lowest ORDER BY hw_tile";
        return of(Sql.rows(scan.connection(), sql, row -> new Tile(row.getString(1), row.getLong(2), row.getLong(3))));
    }

    /** Rows with a key. */
    long rows() {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    /** Whether so many ranges were found that the largest is hardly more than its share. */
    boolean areBalanced(int wanted) {
        return sizes.stream().mapToLong(Long::longValue).max().orElse(0) <= BALANCED * rows() / wanted;
    }

    private static Tiles of(List<Tile> tiles) {
        List<String> boundaries = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        long below = 0;
        for (Tile tile : tiles) {
            // A value that fills whole tiles begins the first of them only; the least value of all is no boundary.
            if (tile.below() > below && Objects.nonNull(tile.least())) {
                boundaries.add(tile.least());
                sizes.add(tile.below() - below);
                below = tile.below();
            }
        }
        sizes.add(tiles.stream().mapToLong(Tile::rows).sum() - below);
        return new Tiles(boundaries, sizes);
    }
}
