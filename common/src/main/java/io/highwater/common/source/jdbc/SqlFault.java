package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** What is behind a driver's exception, told by its SQLSTATE and, where databases share one, by the vendor's code. */
enum SqlFault {
    UNREACHABLE(ExitCode.UNAVAILABLE, "Check that the server runs and accepts connections from here, then run again."),
    SNAPSHOT_GONE(
            ExitCode.UNAVAILABLE, "The session that held the snapshot has ended, and with it the snapshot: run again."),
    LOGIN(ExitCode.CONFIGURATION, "Check the user, the password and that this user may log in from here."),
    NO_SUCH_DATABASE(ExitCode.CONFIGURATION, "Check the name of the database at the end of the URL."),
    NO_SUCH_TABLE(
            ExitCode.CONFIGURATION, "Check the name and its schema; a name in quotes must match letter case exactly."),
    NO_PERMISSION(ExitCode.CONFIGURATION, "Grant this user SELECT, or read as another user."),
    BAD_SQL(ExitCode.CONFIGURATION, "Correct the query, the names in it, or the connection properties."),
    VALUE(ExitCode.REFUSED, "Correct the value at the source, or say how to read its column in columns { }."),
    OTHER(ExitCode.UNAVAILABLE, "Run again; if it fails again, look into the log of the server.");

    private static final Set<String> UNREACHABLE_STATES = Set.of(
            "57P01", "57P02", "57P03", "57P05", "57014", "25P03", "90020", "90067", "90098", "90121", "40001", "40P01",
            "HYT00", "HYT01");
    private static final Set<String> TABLE_STATES = Set.of("42P01", "42S02", "42S03", "42S04", "3F000", "90079");
    private static final Set<Integer> MYSQL_GRANTS = Set.of(1142, 1143, 1227, 1370);

    private final ExitCode exitCode;
    private final String remedy;

    SqlFault(ExitCode exitCode, String remedy) {
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** What the user can do, as a sentence. */
    String remedy() {
        return remedy;
    }

    static SqlFault of(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (isUnreachable(failure, state)) {
            return UNREACHABLE;
        }
        if (state.startsWith("28") || failure.getErrorCode() == 1045) {
            return LOGIN;
        }
        if (state.equals("3D000") || Set.of(1044, 1049, 90013, 90146).contains(failure.getErrorCode())) {
            return NO_SUCH_DATABASE;
        }
        return aboutTheStatement(failure, state);
    }

    private static SqlFault aboutTheStatement(SQLException failure, String state) {
        if (TABLE_STATES.contains(state)) {
            return NO_SUCH_TABLE;
        }
        if (state.equals("42501") || state.equals("90096") || MYSQL_GRANTS.contains(failure.getErrorCode())) {
            return NO_PERMISSION;
        }
        if (isAboutASnapshot(failure, state)) {
            return SNAPSHOT_GONE;
        }
        if (state.startsWith("22")) {
            return VALUE;
        }
        return state.startsWith("42") ? BAD_SQL : OTHER;
    }

    private static boolean isAboutASnapshot(SQLException failure, String state) {
        return Set.of("42704", "22023").contains(state)
                && String.valueOf(failure.getMessage()).contains("snapshot");
    }

    private static boolean isUnreachable(SQLException failure, String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || UNREACHABLE_STATES.contains(state)
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || ExceptionUtils.hasCause(failure, IOException.class);
    }
}
