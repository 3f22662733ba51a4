package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;

/** Tables whose names are close to one that does not exist. */
final class SimilarTables {
    private static final int SHOWN = 3;
    private static final String[] KINDS = {
        "TABLE", "BASE TABLE", "PARTITIONED TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"
    };

    private SimilarTables() {}

    /** A sentence with the closest names, ready to be followed by another; empty if nothing is close. */
    static String hint(Connection connection, Relation relation) {
        if (!(relation instanceof Relation.Table table)) {
            return "";
        }
        List<TableName.Part> parts = TableName.parse(table.name()).parts();
        try {
            endFailedTransaction(connection);
            return sentence(closest(connection, parts.get(parts.size() - 1).text()));
        } catch (SQLException unavailable) {
            // A suggestion is not worth hiding the failure it belongs to.
            return "";
        }
    }

    private static void endFailedTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    private static List<String> closest(Connection connection, String name) throws SQLException {
        Map<Integer, List<String>> byDistance = new TreeMap<>();
        try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", KINDS)) {
            while (tables.next()) {
                add(byDistance, name, tables.getString("TABLE_SCHEM"), tables.getString("TABLE_NAME"));
            }
        }
        return byDistance.values().stream().flatMap(List::stream).limit(SHOWN).toList();
    }

    private static void add(Map<Integer, List<String>> byDistance, String name, String schema, String table) {
        int close = Math.max(1, name.length() / 3);
        int distance = StringUtils.getLevenshteinDistance(
                name.toLowerCase(Locale.ROOT), table.toLowerCase(Locale.ROOT), close);
        if (distance >= 0) {
            String written = schema == null ? quoted(table) : quoted(schema) + "." + quoted(table);
            byDistance.computeIfAbsent(distance, any -> new ArrayList<>()).add(written);
        }
    }

    private static String quoted(String part) {
        return part.matches("[a-z_][a-z0-9_]*|[A-Z_][A-Z0-9_]*") ? part : Quoting.doubled(part, '"');
    }

    private static String sentence(List<String> names) {
        return names.isEmpty() ? "" : "Did you mean " + names.stream().collect(Collectors.joining(" or ")) + "? ";
    }
}
