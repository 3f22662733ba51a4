package io.highwater.common.error;

/**
 * A failure that a user can act on. The message says what could not be done, to what, why (with the values) and what to
 * do; it is printed without a stack trace. It never carries a secret.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public UserException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public UserException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** How the process ends when nobody handles this. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
