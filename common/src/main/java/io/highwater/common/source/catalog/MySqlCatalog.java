package io.highwater.common.source.catalog;

import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** The information schema of MySQL and MariaDB. Its estimates of rows are InnoDB's, from a few pages. */
final class MySqlCatalog implements Catalog {
    private static final String OWN = "'mysql', 'sys', 'information_schema', 'performance_schema'";
    private static final String TABLES = "SELECT table_schema, table_name, table_rows, data_length"
            + " FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN (" + OWN
            + ") ORDER BY table_schema, table_name";
    private static final String COLUMNS = "SELECT table_schema, table_name, column_name, data_type, is_nullable"
            + " FROM information_schema.columns WHERE table_schema NOT IN (" + OWN
            + ") ORDER BY table_schema, table_name, ordinal_position";
    private static final String INDEXES = "SELECT table_schema, table_name, column_name, index_name = 'PRIMARY',"
            + " seq_in_index = 1 AND index_type = 'BTREE' FROM information_schema.statistics WHERE table_schema NOT IN ("
            + OWN + ") ORDER BY table_schema, table_name, index_name, seq_in_index";

    private final Database database;

    MySqlCatalog(Database database) {
        this.database = database;
    }

    @Override
    public DatabaseFacts facts(List<String> schemas) {
        Map<String, List<String>> keys = new HashMap<>();
        Set<String> indexed = new HashSet<>();
        database.rows(INDEXES, row -> {
            if (row.getBoolean(4)) {
                keys.computeIfAbsent(name(row), unseen -> new ArrayList<>()).add(row.getString(3));
            }
            return row.getBoolean(5) && indexed.add(column(row));
        });
        Map<String, List<ColumnFacts>> columns = new HashMap<>();
        database.rows(
                COLUMNS,
                row -> columns.computeIfAbsent(name(row), unseen -> new ArrayList<>())
                        .add(facts(row, indexed)));
        List<TableFacts> tables = database.rows(TABLES, row -> table(row, columns, keys)).stream()
                .filter(table ->
                        schemas.isEmpty() || schemas.contains(table.schema().orElseThrow()))
                .map(this::counted)
                .toList();
        return new DatabaseFacts(
                database.product(),
                database.place(),
                changeLog(),
                tables,
                List.of("how many rows were updated and deleted, and how many are NULL: " + database.product()
                        + " does not count them"));
    }

    private Optional<String> changeLog() {
        return database
                .rows(
                        "SELECT @@global.log_bin, @@global.binlog_format",
                        row -> row.getBoolean(1) && "ROW".equalsIgnoreCase(row.getString(2)))
                .stream()
                .filter(logged -> logged)
                .map(logged -> "binlog_format = ROW")
                .findFirst();
    }

    /** Estimates near the number that decides are replaced by a count. */
    private TableFacts counted(TableFacts facts) {
        if (facts.rows().orElse(0) > 2L * MOST_COUNTED) {
            return facts;
        }
        String from = database.quote(facts.schema().orElseThrow()) + "." + database.quote(facts.name());
        return new TableFacts(
                facts.schema(),
                facts.name(),
                Catalog.counted(database, from, "LIMIT " + MOST_COUNTED),
                facts.bytes(),
                facts.key(),
                facts.columns(),
                facts.writes());
    }

    private static TableFacts table(
            ResultSet row, Map<String, List<ColumnFacts>> columns, Map<String, List<String>> keys) throws SQLException {
        String name = name(row);
        return new TableFacts(
                Optional.of(row.getString(1)),
                row.getString(2),
                OptionalLong.of(row.getLong(3)),
                OptionalLong.of(row.getLong(4)),
                keys.getOrDefault(name, List.of()),
                columns.getOrDefault(name, List.of()),
                Optional.empty());
    }

    private static ColumnFacts facts(ResultSet row, Set<String> indexed) throws SQLException {
        boolean nullable = row.getString(5).equals("YES");
        return new ColumnFacts(
                row.getString(3),
                kind(row.getString(4).toLowerCase(Locale.ROOT)),
                nullable,
                nullable ? OptionalDouble.empty() : OptionalDouble.of(0),
                indexed.contains(column(row)),
                OptionalDouble.empty());
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "timestamp" -> Kind.INSTANT;
            case "datetime" -> Kind.LOCAL;
            case "date" -> Kind.DATE;
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> Kind.INTEGER;
            default -> Kind.OTHER;
        };
    }

    private static String name(ResultSet row) throws SQLException {
        return row.getString(1) + "\n" + row.getString(2);
    }

    private static String column(ResultSet row) throws SQLException {
        return name(row) + "\n" + row.getString(3);
    }
}
