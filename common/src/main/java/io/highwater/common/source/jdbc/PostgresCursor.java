package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** A cursor in PostgreSQL's SQL. */
final class PostgresCursor {
    private static final String INDEXED =
            "SELECT EXISTS (SELECT 1 FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid"
                    + " JOIN pg_am m ON m.oid = x.relam"
                    + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                    + " WHERE i.indrelid = c.oid AND m.amname = 'btree' AND i.indisvalid AND i.indpred IS NULL"
                    + " AND a.attname = ?) FROM pg_class c WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'm')";

    private PostgresCursor() {}

    static CursorAxis axis(SourceColumn column, CursorType type) {
        return switch (type) {
            case INSTANT ->
                new CursorAxis(
                        PostgresCursor::micros,
                        Long::parseLong,
                        micros -> "'" + CursorTexts.moment(micros) + "+00'::timestamptz");
            case LOCAL ->
                new CursorAxis(
                        PostgresCursor::micros,
                        Long::parseLong,
                        micros -> "'" + CursorTexts.moment(micros) + "'::timestamp");
            case DATE ->
                new CursorAxis(
                        sql -> finite(sql, "(" + sql + " - '1970-01-01'::date)::text"),
                        Long::parseLong,
                        day -> "'" + CursorTexts.day(day) + "'::date");
            case INTEGER ->
                new CursorAxis(sql -> sql + "::text", Long::parseLong, number -> "'" + number + "'::" + whole(column));
        };
    }

    static Indexed indexed(Connection connection, List<String> table, String column) throws SQLException {
        String name = table.stream().map(part -> Quoting.doubled(part, '"')).collect(Collectors.joining("."));
        List<Boolean> found = Sql.rows(connection, INDEXED, row -> row.getBoolean(1), column, name);
        if (found.isEmpty()) {
            return Indexed.NO_TABLE;
        }
        return found.get(0) ? Indexed.YES : Indexed.NO;
    }

    private static String micros(String sql) {
        return finite(sql, "(extract(epoch FROM " + sql + ") * 1000000)::bigint::text");
    }

    private static String finite(String sql, String text) {
        return "CASE WHEN isfinite(" + sql + ") THEN " + text + " END";
    }

    /** Every whole number compares with the widest by its own index; a decimal does not. */
    private static String whole(SourceColumn column) {
        return column.typeName().equals("numeric") ? "numeric" : "int8";
    }
}
