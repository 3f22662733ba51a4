package io.highwater.common.source.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Cuts a table of MySQL or MariaDB along an index, by the row estimates the server takes from that index. */
record MySqlSplits(Scan scan, Dialect dialect) {
    private static final String SIZE =
            "SELECT TABLE_ROWS, DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_SCHEMA = COALESCE(?, DATABASE())"
                    + " AND TABLE_NAME = ? AND TABLE_TYPE = 'BASE TABLE'";
    private static final String INDEXES =
            "SELECT COLUMN_NAME, INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = COALESCE(?, DATABASE())"
                    + " AND TABLE_NAME = ? AND SEQ_IN_INDEX = 1 AND INDEX_TYPE = 'BTREE' AND SUB_PART IS NULL"
                    + " ORDER BY INDEX_NAME = 'PRIMARY' DESC";

    private record Size(long rows, long bytes) {}

    private record Index(String column, String name) {}

    SplitPlan plan() throws SQLException {
        Optional<Size> size = size();
        if (size.isEmpty()) {
            return new KeySplits(scan, dialect).plan();
        }
        OptionalLong rows = OptionalLong.of(size.get().rows());
        int splits = SplitCount.of(scan, rows, OptionalLong.of(size.get().bytes()));
        Optional<SourceColumn> key = key();
        if (splits == 1) {
            return SplitPlan.one(rows);
        }
        return key.isPresent()
                ? byKey(key.get(), splits, rows)
                : SplitPlan.one(rows, "Without a split-column or a primary key the table is read in one split.");
    }

    private SplitPlan byKey(SourceColumn key, int splits, OptionalLong rows) throws SQLException {
        if (key.typeName().equalsIgnoreCase("TIMESTAMP")) {
            String seconds = "UNIX_TIMESTAMP(" + dialect.quote(key.name()) + ")";
            return new KeySplits(scan, dialect).tiles(MySqlColumns.seconds(key), seconds, splits, rows);
        }
        Optional<Index> index = indexes().stream()
                .filter(candidate -> candidate.column().equals(key.name()))
                .findFirst();
        Optional<Axis> axis = Axis.of(key);
        if (index.isPresent() && axis.isPresent()) {
            List<String> boundaries = new MySqlIndex(
                            scan, dialect, index.get().name(), dialect.quote(key.name()), axis.get())
                    .boundaries(splits);
            if (!boundaries.isEmpty()) {
                return byIndex(key, index.get(), boundaries, rows);
            }
        }
        return withoutIndex(key, axis, splits, rows);
    }

    private SplitPlan byIndex(SourceColumn column, Index index, List<String> boundaries, OptionalLong rows) {
        String key = dialect.quote(column.name());
        return SplitPlan.ranges(
                key,
                Ranges.of(key, boundaries, column.nulls()),
                rows,
                "The ranges of " + column.name() + " come from the server's estimates over index " + index.name()
                        + ".");
    }

    private SplitPlan withoutIndex(SourceColumn key, Optional<Axis> axis, int splits, OptionalLong rows)
            throws SQLException {
        if (axis.isEmpty() && scan.splitting().column().isEmpty()) {
            return SplitPlan.one(
                    rows,
                    "The primary key begins with " + key.name() + " of type " + key.typeName()
                            + ", which has no ranges: the table is read in one split.");
        }
        return new KeySplits(scan, dialect).tiles(key, dialect.quote(key.name()), splits, rows);
    }

    private Optional<SourceColumn> key() throws SQLException {
        Optional<SourceColumn> named = scan.splitColumn();
        if (named.isPresent()) {
            return named;
        }
        return indexes().stream()
                .filter(index -> index.name().equals("PRIMARY"))
                .findFirst()
                .flatMap(index -> Columns.named(index.column(), scan.columns()));
    }

    private List<Index> indexes() throws SQLException {
        return Sql.rows(
                scan.connection(), INDEXES, row -> new Index(row.getString(1), row.getString(2)), schema(), table());
    }

    private Optional<Size> size() throws SQLException {
        if (scan.table().isEmpty()) {
            return Optional.empty();
        }
        return Sql.rows(scan.connection(), SIZE, row -> new Size(row.getLong(1), row.getLong(2)), schema(), table())
                .stream()
                .findFirst();
    }

    private String schema() {
        List<String> parts = scan.table();
        return parts.size() > 1 ? parts.get(parts.size() - 2) : null;
    }

    private String table() {
        return scan.table().get(scan.table().size() - 1);
    }
}
