package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.source.Horizon;
import io.highwater.common.time.CursorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Horizons of a column of a test database, asked over a connection of its own as readings would have it. */
record Horizons(JdbcSettings settings, String column, CursorType type, ZoneId zone, Sight sight) {
    static Horizons of(JdbcSettings settings, CursorType type) {
        return new Horizons(settings, "at", type, ZoneOffset.UTC, Sight.ALL);
    }

    Horizons in(String otherZone) {
        return new Horizons(settings, column, type, ZoneId.of(otherZone), sight);
    }

    Horizons seeing(Sight other) {
        return new Horizons(settings, column, type, zone, other);
    }

    Horizon now() {
        return after(Duration.ZERO);
    }

    Horizon after(Duration lag) {
        JdbcUrl url = new JdbcUrl(settings.url());
        Dialect dialect = Dialects.of(url, Optional.empty());
        try (Connection connection = Connector.of(url, dialect, settings).connect()) {
            return horizon(connection, dialect).after(lag);
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot ask for a horizon", failure);
        }
    }

    private JdbcHorizon horizon(Connection connection, Dialect dialect) throws SQLException {
        Inspection relation = Inspection.of(connection, dialect, settings);
        SourceColumn found = Columns.named(column, relation.columns()).orElseThrow();
        CursorColumn cursor = CursorColumn.of(found, type, zone, dialect, CursorColumn.Keeping.AS_DECLARED);
        return new JdbcHorizon(
                dialect.witness(connection, Clock.systemUTC()),
                cursor,
                sight,
                () -> greatest(connection, cursor, relation));
    }

    private static long greatest(Connection connection, CursorColumn cursor, Inspection relation) throws SQLException {
        List<String> greatest = Sql.rows(
                connection, "SELECT MAX(" + cursor.key() + ") FROM " + relation.from(), row -> row.getString(1));
        return greatest.get(0) == null ? -1 : Long.parseLong(greatest.get(0));
    }
}
