package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** A commit was not made, because somebody changed the table since the run had looked at it. */
public final class ConflictException extends UserException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message, Throwable cause) {
        super(ExitCode.PARTIAL, message, cause);
    }
}
