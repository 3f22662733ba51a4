package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** A cursor in the SQL of MySQL and MariaDB. */
final class MySqlCursor {
    private static final String INDEXED =
            "SELECT EXISTS (SELECT 1 FROM information_schema.STATISTICS s WHERE s.TABLE_SCHEMA = t.TABLE_SCHEMA"
                    + " AND s.TABLE_NAME = t.TABLE_NAME AND s.SEQ_IN_INDEX = 1 AND s.INDEX_TYPE = 'BTREE'"
                    + " AND s.SUB_PART IS NULL AND s.COLUMN_NAME = ?) FROM information_schema.TABLES t"
                    + " WHERE t.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_NAME = ? AND t.TABLE_TYPE = 'BASE TABLE'";

    private MySqlCursor() {}

    static CursorAxis axis(SourceColumn column, CursorType type) {
        return switch (type) {
            case INSTANT ->
                new CursorAxis(
                        sql -> "CAST(CAST(UNIX_TIMESTAMP(" + sql + ") * 1000000 AS SIGNED) AS CHAR)",
                        Long::parseLong,
                        MySqlCursor::moment);
            case LOCAL -> new CursorAxis(MySqlCursor::text, CursorTexts::micros, MySqlCursor::moment);
            case DATE ->
                new CursorAxis(MySqlCursor::text, CursorTexts::days, day -> "DATE '" + CursorTexts.day(day) + "'");
            case INTEGER -> new CursorAxis(MySqlCursor::text, Long::parseLong, Long::toString);
        };
    }

    static Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        if (table.isEmpty()) {
            return Indexed.NO_TABLE;
        }
        String schema = table.size() > 1 ? table.get(table.size() - 2) : null;
        List<Boolean> found =
                Sql.rows(connection, INDEXED, row -> row.getBoolean(1), column, schema, table.get(table.size() - 1));
        if (found.isEmpty()) {
            return Indexed.NO_TABLE;
        }
        return found.get(0) ? Indexed.YES : Indexed.NO;
    }

    /** The rows of each step of the plan multiply; those of a plain window have one step. */
    static OptionalLong estimatedRows(Connection connection, String query) throws SQLException {
        return Sql.rows(connection, "EXPLAIN " + query, row -> row.getLong("rows")).stream()
                .mapToLong(Long::longValue)
                .max();
    }

    private static String moment(long micros) {
        return "TIMESTAMP '" + CursorTexts.moment(micros) + "'";
    }

    private static String text(String sql) {
        return "CAST(" + sql + " AS CHAR)";
    }
}
