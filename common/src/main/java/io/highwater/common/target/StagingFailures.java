package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.Reading;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.delta.DeltaThrowable;

/** Says whose fault it was that rows could not be staged: the source's, the data's or the platform's. */
public final class StagingFailures {
    private StagingFailures() {}

    /** The same, where what can explain a failure of the source is not one reading. */
    public static RuntimeException explained(Exception failure, Reading reading, DeltaTarget target) {
        return explained(failure, reading::explain, target);
    }

    /** Spark throws exceptions that its methods do not declare, hence any exception. */
    public static RuntimeException explained(
            Exception failure, Function<Exception, RuntimeException> source, DeltaTarget target) {
        if (failure instanceof UserException known) {
            return known;
        }
        RuntimeException explained = source.apply(failure);
        if (explained instanceof UserException) {
            return explained;
        }
        Optional<Throwable> delta = ExceptionUtils.getThrowableList(failure).stream()
                .filter(DeltaThrowable.class::isInstance)
                .findFirst();
        if (delta.isPresent()) {
            return new UserException(
                    ExitCode.REFUSED,
                    "Delta refused to write to " + target.address() + ": " + firstLine(delta.get())
                            + ". The table is as it was.",
                    failure);
        }
        IOException broken = ExceptionUtils.throwableOfType(failure, IOException.class);
        return broken == null
                ? explained
                : new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot write to " + target.address() + ": " + firstLine(broken)
                                + ". The table is as it was. Run again once that is mended.",
                        failure);
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("[.\\s]+$", "");
    }
}
