package io.highwater.common.source.jdbc;

import io.highwater.common.source.jdbc.SourceColumn.Nulls;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Cuts a relation of any database by a column the user names, or by the primary key if that is one number. */
record KeySplits(Scan scan, Dialect dialect) {
    private static final String NO_KEY =
            "Without a split-column or a primary key of one number the relation is read in one split.";

    SplitPlan plan() throws SQLException {
        Optional<SourceColumn> key = key();
        if (key.isEmpty()) {
            return SplitPlan.one(OptionalLong.empty(), NO_KEY);
        }
        OptionalLong rows = scan.splitting().number().isPresent() ? OptionalLong.empty() : OptionalLong.of(counted());
        int splits = SplitCount.of(scan, rows, OptionalLong.empty());
        if (splits == 1) {
            return SplitPlan.one(rows);
        }
        SplitPlan tiles = tiles(key.get(), dialect.quote(key.get().name()), splits, rows);
        return rows.isPresent() ? tiles.noting("Their number was found by counting the rows once.") : tiles;
    }

    /** Ranges of an expression over one column, found by reading it once. */
    SplitPlan tiles(SourceColumn column, String key, int splits, OptionalLong rows) throws SQLException {
        UnaryOperator<String> literal =
                literal(column).orElseThrow(() -> SplitColumns.unfit(column, "an integer, decimal, date or timestamp"));
        List<String> literals = Tiles.boundaries(scan, key, dialect.text("hw_key"), splits).stream()
                .map(literal)
                .toList();
        return SplitPlan.ranges(
                key,
                Ranges.of(key, literals, column.nulls()),
                rows,
                "The ranges of " + column.name() + " were found by reading and sorting that column once.");
    }

    /** How a value of the column is written in SQL; empty if ranges of its type are not to be had. */
    static Optional<UnaryOperator<String>> literal(SourceColumn column) {
        return Optional.ofNullable(
                switch (column.jdbcType()) {
                    case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL ->
                        UnaryOperator.identity();
                    case Types.DATE -> text -> "DATE " + Quoting.literal(text);
                    case Types.TIMESTAMP -> text -> "TIMESTAMP " + Quoting.literal(text);
                    case Types.TIMESTAMP_WITH_TIMEZONE -> text -> "TIMESTAMP WITH TIME ZONE " + Quoting.literal(text);
                    default -> null;
                });
    }

    private Optional<SourceColumn> key() throws SQLException {
        Optional<SourceColumn> named = scan.splitColumn();
        return named.isPresent() || scan.table().isEmpty() ? named : primaryKey();
    }

    /** The primary key, if it is one number. */
    Optional<SourceColumn> primaryKey() throws SQLException {
        List<String> table = scan.table();
        if (table.isEmpty()) {
            return Optional.empty();
        }
        DatabaseMetaData metaData = scan.connection().getMetaData();
        Optional<String> qualifier = table.size() > 1 ? Optional.of(table.get(table.size() - 2)) : Optional.empty();
        // Where there are no schemas, what stands before a table's name is its catalog.
        String catalog = metaData.supportsSchemasInTableDefinitions()
                ? scan.connection().getCatalog()
                : qualifier.orElse(scan.connection().getCatalog());
        String schema = qualifier.orElse(scan.connection().getSchema());
        List<String> names = new ArrayList<>();
        try (ResultSet keys = metaData.getPrimaryKeys(catalog, schema, table.get(table.size() - 1))) {
            while (keys.next()) {
                names.add(keys.getString("COLUMN_NAME"));
            }
        }
        return names.size() == 1 ? numeric(names.get(0)) : Optional.empty();
    }

    private Optional<SourceColumn> numeric(String name) {
        return Columns.named(name, scan.columns())
                .filter(column -> literal(column).isPresent())
                .filter(column -> column.jdbcType() != Types.DATE)
                .map(column -> new SourceColumn(
                        column.name(),
                        column.jdbcType(),
                        column.typeName(),
                        column.precision(),
                        column.scale(),
                        column.sign(),
                        Nulls.NONE));
    }

    private long counted() throws SQLException {
        return Long.parseLong(Sql.text(scan.connection(), "SELECT COUNT(*) FROM " + scan.from())
                .orElseThrow());
    }
}
