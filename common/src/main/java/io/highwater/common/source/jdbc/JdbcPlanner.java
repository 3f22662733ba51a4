package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.ReadPlan.Consistency;
import io.highwater.common.source.ReadPlan.Split;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Looks at a relation over one connection and decides how to read it. */
record JdbcPlanner(
        SparkSession spark,
        JdbcSettings settings,
        Dialect dialect,
        Connector connector,
        Connection connection,
        Failures failures) {
    /** All rows. */
    JdbcReading reading() throws SQLException {
        Snapshot snapshot = dialect.begin(connection);
        Inspection relation = Inspection.of(connection, dialect, settings);
        SplitPlan splits = dialect.plan(scan(snapshot, relation, relation.from()));
        Dataset<Row> rows = mapped().rows(relation.from(), relation.readings(), splits, snapshot, Optional.empty());
        return new JdbcReading(plan(splits, snapshot, splits.splits()), rows, connection, failures);
    }

    /** The rows of a window. */
    JdbcReading reading(CursorWindow window) throws SQLException {
        Optional<String> session = dialect.session(window.cursor().type());
        if (session.isPresent()) {
            Sql.run(connection, session.get());
        }
        Snapshot snapshot = dialect.begin(connection);
        Inspection relation = Inspection.of(connection, dialect, settings);
        String from = window.from(relation.from());
        SplitPlan splits = new WindowSplits(scan(snapshot, relation, from), dialect, window).plan();
        Dataset<Row> rows = mapped().rows(from, relation.readings(), splits, snapshot, session);
        return new JdbcReading(plan(splits, snapshot, splits.within(window.condition())), rows, connection, failures);
    }

    private MappedScan mapped() {
        return new MappedScan(spark, dialect, connector, settings);
    }

    private Scan scan(Snapshot snapshot, Inspection relation, String from) {
        return new Scan(
                connection,
                settings.relation(),
                from,
                relation.table(),
                relation.columns(),
                settings.splitting(),
                snapshot,
                spark.sparkContext().defaultParallelism());
    }

    private ReadPlan plan(SplitPlan splits, Snapshot snapshot, List<Split> shown) {
        return new ReadPlan(
                settings.describe(), shown, splits.estimatedRows(), consistency(splits, snapshot), splits.notes());
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
