package io.highwater.common.source.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Boundaries out of the histogram which ANALYZE left, where it is fresh and fine enough. */
final class PostgresStatistics {
    /** With fewer buckets than this in a split, rounding to a bucket would unbalance the splits. */
    private static final int BUCKETS_PER_SPLIT = 10;

    private static final String HISTOGRAM =
            "SELECT s.histogram_bounds::text::text[] FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited"
                    + " JOIN pg_stat_all_tables t ON t.relid = c.oid"
                    + " WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'm') AND NOT c.relhassubclass"
                    + " AND s.attname = ? AND s.histogram_bounds IS NOT NULL AND s.null_frac <= 0.02"
                    + " AND coalesce((SELECT sum(f) FROM unnest(s.most_common_freqs) f), 0) <= 0.02"
                    + " AND c.reltuples > 0 AND t.n_mod_since_analyze <= 0.02 * c.reltuples";

    private PostgresStatistics() {}

    /** Boundaries between so many splits, or none where the statistics do not allow. */
    static List<String> boundaries(Scan scan, SourceColumn column, int splits) throws SQLException {
        if (scan.table().isEmpty()) {
            return List.of();
        }
        String table =
                scan.table().stream().map(part -> Quoting.doubled(part, '"')).collect(Collectors.joining("."));
        List<List<String>> found =
                Sql.rows(scan.connection(), HISTOGRAM, PostgresStatistics::texts, table, column.name());
        return found.isEmpty() ? List.of() : evenly(found.get(0), splits);
    }

    private static List<String> evenly(List<String> bounds, int splits) {
        int buckets = bounds.size() - 1;
        if (buckets < BUCKETS_PER_SPLIT * splits) {
            return List.of();
        }
        List<String> boundaries = new ArrayList<>();
        for (int i = 1; i < splits; i++) {
            boundaries.add(bounds.get((int) Math.round((double) buckets * i / splits)));
        }
        return boundaries;
    }

    private static List<String> texts(ResultSet row) throws SQLException {
        Array array = row.getArray(1);
        return List.of((String[]) array.getArray());
    }
}
