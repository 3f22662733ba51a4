package io.highwater.common.source.jdbc;

import io.highwater.common.source.jdbc.SourceColumn.Nulls;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a PostgreSQL relation: tables by blocks, anything by a column on request. */
final class PostgresSplits {
    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");
    private static final Set<String> SPLITTABLE = Set.of(
            "int2",
            "int4",
            "int8",
            "smallserial",
            "serial",
            "bigserial",
            "oid",
            "numeric",
            "date",
            "timestamp",
            "timestamptz");

    private final Scan scan;

    PostgresSplits(Scan scan) {
        this.scan = scan;
    }

    SplitPlan plan() throws SQLException {
        OptionalLong rows = estimatedRows(scan.connection(), "SELECT * FROM " + scan.from());
        if (scan.splitColumn().isPresent()) {
            return byColumn(scan.splitColumn().get(), rows);
        }
        if (scan.table().isEmpty()) {
            return SplitPlan.one(rows, "A query is read in one split unless split-column names a column to cut it by.");
        }
        return byBlocks(PostgresBlocks.of(scan), rows);
    }

    private SplitPlan byBlocks(PostgresBlocks blocks, OptionalLong rows) {
        if (!blocks.areSplittable()) {
            return SplitPlan.one(
                    rows,
                    "Only tables and materialized views are split by themselves: name a split-column to cut this relation.");
        }
        int splits = SplitCount.of(scan, rows, OptionalLong.of(blocks.bytes()));
        if (scan.snapshot() instanceof Snapshot.Unshared) {
            return SplitPlan.one(rows, "Block ranges need a shared snapshot, because rows move: read in one split.");
        }
        return SplitPlan.ranges("ctid", Ranges.of("ctid", blocks.boundaries(splits), Nulls.NONE), rows);
    }

    private SplitPlan byColumn(SourceColumn column, OptionalLong rows) throws SQLException {
        if (!SPLITTABLE.contains(column.typeName())) {
            throw SplitColumns.unfit(column, "an integer, numeric, date or timestamp");
        }
        if (scan.snapshot() instanceof Snapshot.Unshared
                && scan.splitting().number().isEmpty()) {
            return SplitPlan.one(rows, "Without a shared snapshot the relation is read in one split.");
        }
        int splits = SplitCount.of(scan, rows, OptionalLong.empty());
        return splits == 1 ? SplitPlan.one(rows) : byRangesOf(column, splits, rows);
    }

    private SplitPlan byRangesOf(SourceColumn column, int splits, OptionalLong rows) throws SQLException {
        String key = Quoting.doubled(column.name(), '"');
        List<String> known = PostgresStatistics.boundaries(scan, column, splits);
        List<String> values = known.isEmpty() ? Tiles.boundaries(scan, key, "hw_key::text", splits) : known;
        String note = known.isEmpty()
                ? "The ranges of " + column.name() + " were found by reading that column once."
                : "The ranges of " + column.name() + " come from the server's statistics.";
        List<String> literals = values.stream()
                .map(value -> Quoting.literal(value) + "::" + type(column))
                .toList();
        return SplitPlan.ranges(key, Ranges.of(key, literals, column.nulls()), rows, note);
    }

    private static String type(SourceColumn column) {
        return column.typeName().replaceFirst("^(small|big)?serial$", "int8");
    }

    /** How many rows the planner expects of a query. */
    static OptionalLong estimatedRows(Connection connection, String query) throws SQLException {
        String plan = Sql.text(connection, "EXPLAIN (FORMAT JSON) " + query).orElseThrow();
        Matcher matcher = PLAN_ROWS.matcher(plan);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
