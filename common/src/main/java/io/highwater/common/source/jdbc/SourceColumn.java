package io.highwater.common.source.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column as the driver describes it.
 *
 * @param name its name, exactly
 * @param jdbcType one of {@link java.sql.Types}
 * @param typeName the database's name of the type
 * @param precision digits or characters, 0 where there is no limit
 * @param scale digits after the point
 * @param sign whether the type has negative values
 * @param nulls whether NULL can occur
 */
record SourceColumn(String name, int jdbcType, String typeName, int precision, int scale, Sign sign, Nulls nulls) {
    enum Sign {
        SIGNED,
        UNSIGNED
    }

    enum Nulls {
        POSSIBLE,
        NONE
    }

    static List<SourceColumn> of(ResultSetMetaData result) throws SQLException {
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            columns.add(of(result, i));
        }
        return List.copyOf(columns);
    }

    private static SourceColumn of(ResultSetMetaData result, int i) throws SQLException {
        return new SourceColumn(
                result.getColumnLabel(i),
                result.getColumnType(i),
                result.getColumnTypeName(i),
                result.getPrecision(i),
                result.getScale(i),
                result.isSigned(i) ? Sign.SIGNED : Sign.UNSIGNED,
                result.isNullable(i) == ResultSetMetaData.columnNoNulls ? Nulls.NONE : Nulls.POSSIBLE);
    }
}
