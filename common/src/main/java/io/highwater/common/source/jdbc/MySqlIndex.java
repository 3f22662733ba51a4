package io.highwater.common.source.jdbc;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * An index of MySQL or MariaDB as a source of boundaries: the server dives into it for every estimate, which costs a few
 * pages however large the table is.
 */
record MySqlIndex(Scan scan, Dialect dialect, String name, String key, Axis axis) {
    /** Boundaries between so many splits; none where an end of the index is not on the axis, such as a zero date. */
    List<String> boundaries(int splits) throws SQLException {
        Optional<BigInteger> least = position("MIN");
        Optional<BigInteger> greatest = position("MAX");
        if (least.isEmpty() || greatest.isEmpty()) {
            return List.of();
        }
        return new Bisection(this::estimated)
                .boundaries(least.get(), greatest.get(), splits).stream()
                        .map(axis.literal())
                        .toList();
    }

    private Optional<BigInteger> position(String end) throws SQLException {
        String value = dialect.text(end + "(" + key + ")");
        try {
            return Sql.text(scan.connection(), "SELECT " + value + " FROM " + scan.from())
                    .map(axis.position());
        } catch (DateTimeParseException notOnTheAxis) {
            return Optional.empty();
        }
    }

    private long estimated(BigInteger from, BigInteger to) throws SQLException {
        String sql = "EXPLAIN SELECT 1 FROM " + scan.from() + " FORCE INDEX (" + dialect.quote(name) + ") WHERE " + key
                + " >= " + axis.literal().apply(from) + " AND " + key + " < "
                + axis.literal().apply(to);
        return Sql.rows(scan.connection(), sql, row -> row.getLong("rows")).get(0);
    }
}
