package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.ReadPlan.Consistency;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Looks at a relation over one connection and decides how to read it. */
record JdbcPlanner(
        SparkSession spark,
        JdbcSettings settings,
        Dialect dialect,
        Connector connector,
        Connection connection,
        Failures failures) {
    JdbcReading reading() throws SQLException {
        Snapshot snapshot = dialect.begin(connection);
        List<String> table = table();
        String from = from(table);
        List<SourceColumn> columns = columns(from);
        List<ColumnReading> readings = Columns.mapped(columns, dialect, settings);
        SplitPlan splits = dialect.plan(scan(snapshot, table, from, columns));
        MappedScan scan = new MappedScan(spark, dialect, connector, settings);
        return new JdbcReading(
                plan(splits, snapshot), scan.rows(from, readings, splits, snapshot), connection, failures);
    }

    private Scan scan(Snapshot snapshot, List<String> table, String from, List<SourceColumn> columns) {
        return new Scan(
                connection,
                settings.relation(),
                from,
                table,
                columns,
                settings.splitting(),
                snapshot,
                spark.sparkContext().defaultParallelism());
    }

    private List<String> table() throws SQLException {
        return settings.relation() instanceof Relation.Table named
                ? TableName.parse(named.name()).in(connection.getMetaData())
                : List.of();
    }

    private String from(List<String> table) {
        if (settings.relation() instanceof Relation.Query query) {
            // The line break ends a comment the query may end with.
            return "(" + query.sql().strip().replaceFirst(";$", "") + "\n) hw_query";
        }
        return table.stream().map(dialect::quote).collect(Collectors.joining("."));
    }

    private List<SourceColumn> columns(String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + from + " WHERE 1 = 0");
                ResultSet nothing = statement.executeQuery()) {
            return SourceColumn.of(nothing.getMetaData());
        }
    }

    private ReadPlan plan(SplitPlan splits, Snapshot snapshot) {
        String source = settings.relation().describe() + " at " + new JdbcUrl(settings.url()).place();
        return new ReadPlan(
                source, splits.splits(), splits.estimatedRows(), consistency(splits, snapshot), splits.notes());
    }

    private static Consistency consistency(SplitPlan splits, Snapshot snapshot) {
        if (snapshot instanceof Snapshot.Shared shared) {
            return Consistency.oneSnapshot(shared.how());
        }
        if (splits.splits().size() == 1) {
            return Consistency.oneSnapshot("one split is one statement");
        }
        String why = ((Snapshot.Unshared) snapshot).why();
        return Consistency.notOneSnapshot(splits.splits().size() + " splits are as many statements, and " + why);
    }
}
