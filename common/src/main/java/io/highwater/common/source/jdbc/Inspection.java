package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A relation as the database describes it.
 *
 * @param table the parts of the table's name as stored; empty for a query
 * @param from the relation as it stands after FROM
 * @param columns its columns
 * @param readings how each of them is read
 */
record Inspection(List<String> table, String from, List<SourceColumn> columns, List<ColumnReading> readings) {
    static Inspection of(Connection connection, Dialect dialect, JdbcSettings settings) throws SQLException {
        List<String> table = table(connection, settings.relation());
        String from = from(table, dialect, settings.relation());
        List<SourceColumn> columns = columns(connection, from);
        return new Inspection(table, from, columns, Columns.mapped(columns, dialect, settings));
    }

    private static List<String> table(Connection connection, Relation relation) throws SQLException {
        return relation instanceof Relation.Table named
                ? TableName.parse(named.name()).in(connection.getMetaData())
                : List.of();
    }

    private static String from(List<String> table, Dialect dialect, Relation relation) {
        if (relation instanceof Relation.Query query) {
            // The line break ends a comment the query may end with.
            return "(" + query.sql().strip().replaceFirst(";$", "") + "\n) hw_query";
        }
        return table.stream().map(dialect::quote).collect(Collectors.joining("."));
    }

    private static List<SourceColumn> columns(Connection connection, String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + from + " WHERE 1 = 0");
                ResultSet nothing = statement.executeQuery()) {
            return SourceColumn.of(nothing.getMetaData());
        }
    }
}
