package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** A commit failed in such a way that it may have been made all the same. Nothing that it names may be thrown away. */
public final class UncertainCommitException extends UserException {
    private static final long serialVersionUID = 1L;

    UncertainCommitException(String message, Throwable cause) {
        super(ExitCode.UNAVAILABLE, message, cause);
    }
}
