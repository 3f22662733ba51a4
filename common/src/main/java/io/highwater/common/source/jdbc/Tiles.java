package io.highwater.common.source.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Boundaries of ranges with equal numbers of rows, found by sorting the key: exact, at the cost of reading it once. */
final class Tiles {
    private Tiles() {}

    /**
     * At most {@code tiles - 1} boundaries in ascending order, fewer where values repeat a lot.
     *
     * @param text turns the key into text that is exact
     */
    static List<String> boundaries(Scan scan, String key, String text, int tiles) throws SQLException {
        String numbered = "SELECT hw_key, NTILE(" + tiles + ") OVER (ORDER BY hw_key) AS hw_tile FROM (SELECT " + key
                + " AS hw_key FROM " + scan.from() + ") hw_keys WHERE hw_key IS NOT NULL";
        String lowest = "SELECT MIN(hw_key) AS hw_key, hw_tile FROM (" + numbered + ") hw_numbered GROUP BY hw_tile";
        String sql = "SELECT " + text + " FROM (" + lowest + ") hw_lowest ORDER BY hw_tile";
        List<String> all = Sql.rows(scan.connection(), sql, row -> row.getString(1));
        return all.stream()
                .skip(1)
                .filter(Objects::nonNull)
                .distinct()
                .filter(value -> !value.equals(all.get(0)))
                .toList();
    }
}
