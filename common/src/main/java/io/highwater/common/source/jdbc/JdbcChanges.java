package io.highwater.common.source.jdbc;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.Keys;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Strays;
import io.highwater.common.source.jdbc.SourceColumn.Nulls;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;

/**
 * A relation by its cursor. It asks over a connection of its own that never holds a transaction; every reading has another,
 * begun after what was asked before.
 */
final class JdbcChanges implements Changes {
    private static final int MOST_CUTS = 1_000;

    private final JdbcSession session;
    private final Connection connection;
    private final Inspection relation;
    private final StructType schema;
    private final CursorColumn cursor;
    private final Indexed indexed;
    private final JdbcHorizon horizon;

    JdbcChanges(JdbcSession session, Connection connection, Cursor named, Clock clock) throws SQLException {
        this.session = session;
        this.connection = connection;
        Dialect dialect = session.dialect();
        this.relation = Inspection.of(connection, dialect, session.settings());
        this.schema = session.mapped().schema(relation.readings());
        CursorChoice choice = new CursorChoice(session, relation, schema, named);
        this.indexed =
                dialect.indexed(connection, relation.table(), choice.column().name());
        this.cursor = choice.cursor(indexed);
        Optional<String> initially = dialect.session(cursor.type());
        if (initially.isPresent()) {
            Sql.run(connection, initially.get());
        }
        this.horizon = new JdbcHorizon(dialect.witness(connection, clock), cursor, named.sight(), this::greatest);
    }

    @Override
    public String describe() {
        return session.settings().describe();
    }

    @Override
    public CursorType type() {
        return cursor.type();
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Horizon horizon(Duration lag) {
        return asked(() -> horizon.after(lag));
    }

    @Override
    public Strays strays(long now) {
        return new Strays(
                withoutCursor(),
                asked(() ->
                        counted(cursor.key() + " >= " + cursor.axis().literal().apply(now))));
    }

    @Override
    public long withoutCursor() {
        return cursor.column().nulls() == Nulls.NONE ? 0 : asked(() -> counted(cursor.key() + " IS NULL"));
    }

    @Override
    public boolean holdsRows(Window window) {
        String any = "SELECT 1 FROM " + relation.from() + " WHERE " + cursor.inside(window);
        return asked(() -> Sql.text(connection, session.dialect().first(any)).isPresent());
    }

    @Override
    public OptionalLong estimate(Window window) {
        String from = new CursorWindow(cursor, window, WithoutCursor.LEFT_OUT).from(relation.from());
        return asked(() -> session.dialect().estimatedRows(connection, "SELECT * FROM " + from));
    }

    @Override
    public List<Long> cuts(Window window, long rows) {
        return indexed == Indexed.YES ? asked(() -> found(window, rows)) : List.of();
    }

    @Override
    public Reading open(Window window, WithoutCursor withoutCursor) {
        return session.reading(new CursorWindow(cursor, window, withoutCursor), Optional.empty());
    }

    @Override
    public Reading open(Window window, List<Long> cuts) {
        return session.reading(new CursorWindow(cursor, window, WithoutCursor.LEFT_OUT), Optional.of(cuts));
    }

    @Override
    public Keys keys(List<String> key) {
        return JdbcKeys.of(session, connection, relation, key);
    }

    @Override
    public List<String> advice() {
        String column = cursor.column().name();
        return switch (indexed) {
            case YES -> List.of();
            case NO ->
                List.of("Column " + column + " has no index: every window reads the whole table. "
                        + session.indexStatement(column));
            case NO_TABLE ->
                List.of("Windows of what is no table are not read in parts: name the table, if there is one, where many"
                        + " rows have to be caught up with.");
        };
    }

    @Override
    public void close() {
        Closing.afterUse(connection, describe());
    }

    private List<Long> found(Window window, long rows) throws SQLException {
        String from = new CursorWindow(cursor, window, WithoutCursor.LEFT_OUT).from(relation.from());
        Scan scan = session.scan(connection, relation, from, new Snapshot.Unshared("nothing is read yet"));
        long estimated = session.dialect()
                .estimatedRows(connection, "SELECT * FROM " + from)
                .orElse(0);
        if (estimated < rows + rows / 2) {
            return List.of();
        }
        int parts = (int) Math.min(MOST_CUTS + 1L, (estimated + rows - 1) / rows);
        Tiles tiles = Tiles.of(scan, cursor.key(), cursor.axis().text().apply("hw_key"), parts);
        return cursor.positions(tiles.boundaries());
    }

    private long greatest() throws SQLException {
        String greatest = cursor.axis().text().apply("MAX(" + cursor.key() + ")");
        return Sql.text(connection, "SELECT " + greatest + " FROM " + relation.from())
                .map(cursor.axis().position()::applyAsLong)
                .orElse(-1L);
    }

    private long counted(String condition) throws SQLException {
        String sql = "SELECT COUNT(*) FROM " + relation.from() + " WHERE " + condition;
        return Long.parseLong(Sql.text(connection, sql).orElseThrow());
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.answer();
        } catch (SQLException failure) {
            throw session.failures().whilePlanning(failure, connection);
        }
    }

    /** What is asked of the database. */
    @FunctionalInterface
    private interface Question<T> {
        T answer() throws SQLException;
    }
}
