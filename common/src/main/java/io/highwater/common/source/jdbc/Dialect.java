package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

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
}
