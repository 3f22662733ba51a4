package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** Rows were not committed, because others have changed rows of their range since they were read. They are to be read again. */
public final class OvertakenRangeException extends UserException {
    private static final long serialVersionUID = 1L;

    OvertakenRangeException(String message) {
        super(ExitCode.PARTIAL, message);
    }
}
