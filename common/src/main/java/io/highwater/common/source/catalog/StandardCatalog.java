package io.highwater.common.source.catalog;

import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.jdbc.Database;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What every driver tells. How many rows a table has is counted, as far as that is cheap. */
final class StandardCatalog implements Catalog {
    /** Schemas of databases themselves; some write them in small letters, or are told to. */
    private static final Set<String> OWN = Set.of("INFORMATION_SCHEMA", "SYS", "SYSTEM", "PG_CATALOG");

    private final Database database;

    StandardCatalog(Database database) {
        this.database = database;
    }

    @Override
    public DatabaseFacts facts(List<String> schemas) {
        List<TableFacts> tables = database.metaData(this::tables).stream()
                .filter(table -> schemas.isEmpty()
                        ? !isOwn(table.schema().orElse(""))
                        : schemas.contains(table.schema().orElse("")))
                .map(this::counted)
                .toList();
        return new DatabaseFacts(
                database.product(),
                database.place(),
                Optional.empty(),
                tables,
                List.of("how many rows were updated and deleted, how many are NULL, and how many a table has beyond "
                        + (MOST_COUNTED - 1) + ": " + database.product()
                        + " was only asked what every database tells"));
    }

    private List<TableFacts> tables(DatabaseMetaData driver) throws SQLException {
        List<TableFacts> tables = new ArrayList<>();
        try (ResultSet rows = driver.getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                String schema = rows.getString("TABLE_SCHEM");
                String name = rows.getString("TABLE_NAME");
                if (!isOwn(String.valueOf(schema))) {
                    tables.add(new TableFacts(
                            Optional.ofNullable(schema),
                            name,
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            key(driver, schema, name),
                            columns(driver, schema, name),
                            Optional.empty()));
                }
            }
        }
        return tables;
    }

    private static boolean isOwn(String schema) {
        return OWN.contains(schema.toUpperCase(Locale.ROOT));
    }

    private static List<String> key(DatabaseMetaData driver, String schema, String table) throws SQLException {
        TreeMap<Integer, String> key = new TreeMap<>();
        try (ResultSet rows = driver.getPrimaryKeys(null, schema, table)) {
            while (rows.next()) {
                key.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(key.values());
    }

    private static List<ColumnFacts> columns(DatabaseMetaData driver, String schema, String table) throws SQLException {
        Set<String> indexed = new HashSet<>();
        try (ResultSet rows = driver.getIndexInfo(null, schema, table, false, true)) {
            while (rows.next()) {
                if (rows.getInt("ORDINAL_POSITION") == 1) {
                    indexed.add(rows.getString("COLUMN_NAME"));
                }
            }
        }
        List<ColumnFacts> columns = new ArrayList<>();
        try (ResultSet rows = driver.getColumns(null, schema, table, "%")) {
            while (rows.next()) {
                String name = rows.getString("COLUMN_NAME");
                boolean nullable = rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
                columns.add(new ColumnFacts(
                        name,
                        kind(rows.getInt("DATA_TYPE")),
                        nullable,
                        nullable ? OptionalDouble.empty() : OptionalDouble.of(0),
                        indexed.contains(name),
                        OptionalDouble.empty()));
            }
        }
        return columns;
    }

    private TableFacts counted(TableFacts facts) {
        String from =
                facts.schema().map(schema -> database.quote(schema) + ".").orElse("") + database.quote(facts.name());
        return new TableFacts(
                facts.schema(),
                facts.name(),
                Catalog.counted(database, from, "FETCH FIRST " + MOST_COUNTED + " ROWS ONLY"),
                facts.bytes(),
                facts.key(),
                facts.columns(),
                facts.writes());
    }

    private static Kind kind(int type) {
        return switch (type) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.INSTANT;
            case Types.TIMESTAMP -> Kind.LOCAL;
            case Types.DATE -> Kind.DATE;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.INTEGER;
            default -> Kind.OTHER;
        };
    }
}
