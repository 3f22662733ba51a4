package io.highwater.common.source.jdbc;

import io.highwater.common.source.ReadPlan;
import io.highwater.common.source.ReadPlan.Consistency;
import io.highwater.common.source.ReadPlan.Split;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at a relation over one connection and decides how to read it. */
record JdbcPlanner(JdbcSession session, Connection connection) {
    /** All rows. */
    JdbcReading reading() throws SQLException {
        Snapshot snapshot = session.dialect().begin(connection);
        Inspection relation = inspected();
        SplitPlan splits = session.dialect().plan(session.scan(connection, relation, relation.from(), snapshot));
        Dataset<Row> rows =
                session.mapped().rows(relation.from(), relation.readings(), splits, snapshot, Optional.empty());
        return reading(plan(splits, snapshot, splits.splits()), rows);
    }

    /**
     * The rows of a window.
     *
     * @param cuts positions between its parts; empty to find such as balance them
     */
    JdbcReading reading(CursorWindow window, Optional<List<Long>> cuts) throws SQLException {
        Dialect dialect = session.dialect();
        Optional<String> initially = dialect.session(window.cursor().type());
        if (initially.isPresent()) {
            Sql.run(connection, initially.get());
        }
        Snapshot snapshot = dialect.begin(connection);
        Inspection relation = inspected();
        String from = window.from(relation.from());
        Scan scan = session.scan(connection, relation, from, snapshot);
        SplitPlan splits = new WindowSplits(scan, dialect, window).plan(cuts);
        Dataset<Row> rows = session.mapped().rows(from, relation.readings(), splits, snapshot, initially);
        return reading(plan(splits, snapshot, splits.within(window.condition())), rows);
    }

    /**
     * Some columns of some rows, in one statement.
     *
     * @param from the rows as they stand after FROM
     * @param condition which rows these are, to be shown to people
     */
    JdbcReading reading(String from, String condition, List<ColumnReading> columns) {
        Snapshot snapshot = new Snapshot.Unshared("one statement needs no snapshot");
        SplitPlan splits = SplitPlan.one(OptionalLong.empty());
        Dataset<Row> rows = session.mapped().rows(from, columns, splits, snapshot, Optional.empty());
        return reading(plan(splits, snapshot, splits.within(condition)), rows);
    }

    private Inspection inspected() throws SQLException {
        return Inspection.of(connection, session.dialect(), session.settings());
    }

    private JdbcReading reading(ReadPlan plan, Dataset<Row> rows) {
        return new JdbcReading(plan, rows, connection, session.failures());
    }

    private ReadPlan plan(SplitPlan splits, Snapshot snapshot, List<Split> shown) {
        return new ReadPlan(
                session.settings().describe(),
                shown,
                splits.estimatedRows(),
                consistency(splits, snapshot),
                splits.notes());
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
