package io.highwater.common.source.jdbc;

import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What differs between one database and the next. */
interface Dialect {
    /** The database's name, for messages. */
    String product();

    /** The artifact that holds the driver, for messages. */
    String driverArtifact();

    /** The URL both the driver and Spark get. */
    String url();

    /** Connection properties used unless the settings say otherwise. */
    Map<String, String> properties(String driverClass);

    /** A name in the database's quotes. */
    String quote(String identifier);

    /** The expression as text, for columns whose type the user overrides. */
    String text(String expression);

    /** How a column is read; empty where its type has no mapping. */
    Optional<ColumnReading> read(SourceColumn column, OutOfRange policy);

    /** Fixes, where the database can, the state which all splits will see. */
    Snapshot begin(Connection connection) throws SQLException;

    /** Cuts a relation into splits. */
    SplitPlan plan(Scan scan) throws SQLException;

    /** The positions of a cursor's column. */
    CursorAxis axis(SourceColumn column, CursorType type);

    /**
     * Who is asked how far the database may be read.
     *
     * @param standIn the clock to go by where the database has none
     */
    Witness witness(Connection connection, Clock standIn);

    /** What every session that compares a cursor of the type has to run first; empty if nothing. */
    default Optional<String> session(CursorType type) {
        return Optional.empty();
    }

    /** How the database computes the digest of a key; empty where its text of a column may be another than Spark's. */
    default Optional<DigestSql> digest(List<SourceColumn> key) {
        return Optional.empty();
    }

    /** How many rows the database believes a query yields, as exactly as can be had without reading many. */
    OptionalLong estimatedRows(Connection connection, String query) throws SQLException;

    /** Whether an index leads with a column. */
    Indexed indexed(Connection connection, List<String> table, String column) throws SQLException;

    /** The statement that makes such an index. */
    default String indexStatement(String table, String column) {
        String name = table.replaceFirst("^.*[.]", "") + "_" + column;
        return "CREATE INDEX " + name.replaceAll("\\W", "_") + " ON " + table + " (" + column + ")";
    }

    /** The query, cut off after its first row. */
    default String first(String query) {
        return query + " FETCH FIRST 1 ROWS ONLY";
    }
}
