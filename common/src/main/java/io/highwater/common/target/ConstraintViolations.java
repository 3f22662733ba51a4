package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.delta.schema.DeltaInvariantViolationException;

/** Finds out whether rows could not be written because they are not what the table promises its readers. */
final class ConstraintViolations {
    private ConstraintViolations() {}

    /** Spark throws exceptions that its methods do not declare, hence any exception. */
    static RuntimeException explained(Exception failure, TargetAddress address) {
        DeltaInvariantViolationException violation =
                ExceptionUtils.throwableOfType(failure, DeltaInvariantViolationException.class);
        if (violation != null) {
            return new UserException(
                    ExitCode.REFUSED,
                    "Refused to add rows to " + address + ": "
                            + violation.getMessage().lines().findFirst().orElse("a constraint is violated")
                            + ". The table is as it was. Correct the rows at their source, set them aside with a check,"
                            + " or drop the constraint.",
                    failure);
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
