package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A cursor in the SQL of the standard, and what every JDBC driver tells of it. */
final class StandardCursor {
    private StandardCursor() {}

    /**
     * The axis of a column.
     *
     * @param text the SQL that makes text of an expression, of an instant in UTC
     */
    static CursorAxis axis(CursorType type, UnaryOperator<String> text) {
        return switch (type) {
            case INSTANT ->
                new CursorAxis(
                        text,
                        CursorTexts::micros,
                        micros -> "TIMESTAMP WITH TIME ZONE '" + CursorTexts.moment(micros) + "+00:00'");
            case LOCAL ->
                new CursorAxis(text, CursorTexts::micros, micros -> "TIMESTAMP '" + CursorTexts.moment(micros) + "'");
            case DATE -> new CursorAxis(text, CursorTexts::days, day -> "DATE '" + CursorTexts.day(day) + "'");
            case INTEGER -> new CursorAxis(text, Long::parseLong, Long::toString);
        };
    }

    static OptionalLong counted(Connection connection, String query) throws SQLException {
        return OptionalLong.of(Long.parseLong(Sql.text(connection, "SELECT COUNT(*) FROM (" + query + ") hw_counted")
                .orElseThrow()));
    }

    static Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        if (table.isEmpty() || !isTable(connection, table)) {
            return Indexed.NO_TABLE;
        }
        try (ResultSet indexes = connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), schema(connection, table), last(table), false, true)) {
            while (indexes.next()) {
                if (indexes.getInt("ORDINAL_POSITION") == 1 && column.equals(indexes.getString("COLUMN_NAME"))) {
                    return Indexed.YES;
                }
            }
        }
        return Indexed.NO;
    }

    private static boolean isTable(Connection connection, List<String> table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String escape = metaData.getSearchStringEscape();
        String name = last(table).replace("_", escape + "_").replace("%", escape + "%");
        try (ResultSet tables = metaData.getTables(connection.getCatalog(), schema(connection, table), name, null)) {
            while (tables.next()) {
                if (tables.getString("TABLE_TYPE").toUpperCase(Locale.ROOT).endsWith("TABLE")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String schema(Connection connection, List<String> table) throws SQLException {
        return table.size() > 1 ? table.get(table.size() - 2) : connection.getSchema();
    }

    private static String last(List<String> table) {
        return table.get(table.size() - 1);
    }
}
