package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What MySQL and MariaDB tell; without the PROCESS privilege that is their time only. */
record MySqlWitness(Connection connection) implements Witness {
    private static final int NEEDS_PROCESS = 1227;
    private static final int LOOKS = 35;

    @Override
    public Instant clock() throws SQLException {
        String clock = "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)";
        return MySqlSessions.utc(Sql.text(connection, clock).orElseThrow());
    }

    @Override
    public Sighting open(Sight sight) throws SQLException {
        List<String> notes = new ArrayList<>(replicaNotes());
        if (sight == Sight.OFF) {
            notes.add(NOT_LOOKED_AT);
            return new Sighting(List.of(), notes);
        }
        try {
            return new Sighting(new MySqlSessions(connection).open(sight), notes);
        } catch (SQLException failure) {
            if (failure.getErrorCode() != NEEDS_PROCESS) {
                throw failure;
            }
            notes.add(withoutPrivilege());
            return new Sighting(List.of(), notes);
        }
    }

    @Override
    public int looks() {
        return LOOKS;
    }

    @Override
    public void pause() throws SQLException {
        Sql.text(connection, "SELECT SLEEP(0.02)");
    }

    private List<String> replicaNotes() throws SQLException {
        boolean readOnly = Sql.text(connection, "SELECT @@global.read_only + 0")
                .filter(value -> !value.equals("0"))
                .isPresent();
        return readOnly
                ? List.of(
                        "This server is read only: if it is a replica, the open transactions of its source, and how far"
                                + " it lags behind, are not seen" + ONLY_LAG)
                : List.of();
    }

    private String withoutPrivilege() throws SQLException {
        String user = Sql.text(connection, "SELECT CURRENT_USER()").orElseThrow();
        String quoted = "'" + user.replaceFirst("@([^@]*)$", "'@'$1'");
        return "This user may not see open transactions" + ONLY_LAG + " GRANT PROCESS ON *.* TO " + quoted
                + " would show them.";
    }
}
