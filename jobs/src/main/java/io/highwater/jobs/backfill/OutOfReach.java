package io.highwater.jobs.backfill;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Tells that a server could not be connected to at all from other failures, which may be those of some rows. */
final class OutOfReach {
    private static final List<Class<? extends Exception>> KINDS =
            List.of(ConnectException.class, NoRouteToHostException.class, UnknownHostException.class);
    /** Not connected, refused, starting or ending, and too many connections. */
    private static final Set<String> STATES = Set.of("08001", "08004", "57P01", "57P02", "57P03", "53300");

    private OutOfReach() {}

    static boolean isBehind(Throwable failure) {
        return ExceptionUtils.getThrowableList(failure).stream().anyMatch(OutOfReach::is);
    }

    private static boolean is(Throwable failure) {
        return KINDS.stream().anyMatch(kind -> kind.isInstance(failure))
                || (failure instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState())));
    }
}
