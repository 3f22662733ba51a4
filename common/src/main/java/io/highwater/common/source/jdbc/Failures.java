package io.highwater.common.source.jdbc;

import io.highwater.common.config.Redactor;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Says in the user's words why a database could not be read. Never shows a password. */
final class Failures {
    private static final Pattern SQL_FAILURE = Pattern.compile("[\\w.]*SQL\\w*Exception: ([^\\n]+)");

    private final Dialect dialect;
    private final JdbcUrl url;
    private final JdbcSettings settings;
    private final Redactor redactor;

    Failures(Dialect dialect, JdbcUrl url, JdbcSettings settings) {
        this.dialect = dialect;
        this.url = url;
        this.settings = settings;
        this.redactor = Connector.redactor(settings.login());
    }

    /** No connection, no plan. */
    UserException whileConnecting(SQLException failure) {
        return explained(SqlFault.of(failure), "Cannot connect to " + server(), failure, "");
    }

    /** The connection stands, but the relation cannot be planned. */
    UserException whilePlanning(SQLException failure, Connection connection) {
        SqlFault fault = SqlFault.of(failure);
        String hint = fault == SqlFault.NO_SUCH_TABLE ? SimilarTables.hint(connection, settings.relation()) : "";
        return explained(fault, "Cannot read " + subject(), failure, hint);
    }

    /** Something failed while Spark read the rows; what the source is not to blame for comes back as it was. */
    RuntimeException whileReading(Throwable failure) {
        if (failure instanceof UserException told) {
            return told;
        }
        Optional<String> refusal = ExceptionUtils.getThrowableList(failure).stream()
                .flatMap(cause -> Refusal.in(cause.getMessage()).stream())
                .findFirst();
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        SQLException sql = ExceptionUtils.throwableOfType(failure, SQLException.class);
        if (sql != null) {
            return explained(SqlFault.of(sql), "Cannot read " + subject(), sql, "");
        }
        return lostOnTheWay(failure).orElseGet(() -> unchecked(failure));
    }

    private UserException refused(String refusal) {
        return new UserException(ExitCode.REFUSED, "Cannot read " + subject() + ": " + redactor.redact(refusal) + ".");
    }

    private UserException explained(SqlFault fault, String what, SQLException failure, String hint) {
        Optional<String> refusal = Refusal.in(failure.getMessage());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        String message = what + ": " + redactor.redact(firstLine(failure)) + ". " + hint + fault.remedy();
        return new UserException(fault.exitCode(), message, harmless(failure));
    }

    /** A task on another machine may fail with a class that is not here: then only its text arrives. */
    private Optional<RuntimeException> lostOnTheWay(Throwable failure) {
        Matcher matcher = SQL_FAILURE.matcher(String.valueOf(failure.getMessage()));
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot read " + subject() + ": " + redactor.redact(matcher.group(1)) + ". "
                        + SqlFault.OTHER.remedy()));
    }

    private Throwable harmless(SQLException failure) {
        String all = ExceptionUtils.getStackTrace(failure);
        return all.equals(redactor.redact(all)) ? failure : null;
    }

    private String subject() {
        return settings.relation().describe() + " at " + server();
    }

    private String server() {
        return dialect.product() + " " + url.place();
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return message.lines().findFirst().orElse("").replaceFirst("[.\\s]+$", "");
    }

    private static RuntimeException unchecked(Throwable failure) {
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
