package io.highwater.common.source;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Finds, under the layers Spark puts around it, what went wrong while files were read. */
final class SparkFailures {
    private static final String MALFORMED = "MALFORMED_RECORD";

    private SparkFailures() {}

    /** What a user is told; empty if the failure is none of reading files. */
    static Optional<UserException> explained(String source, Throwable failure) {
        List<Throwable> causes = ExceptionUtils.getThrowableList(failure);
        Optional<String> malformed = causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.contains(MALFORMED))
                .reduce((outer, inner) -> inner);
        if (malformed.isPresent()) {
            return Optional.of(new UserException(
                    ExitCode.REFUSED,
                    "Cannot read " + source + ": a record does not fit the columns: " + innermost(causes)
                            + ". Correct the file, or highwater.source.schema.",
                    failure));
        }
        boolean broken = causes.stream().anyMatch(IOException.class::isInstance);
        return broken
                ? Optional.of(new UserException(
                        ExitCode.UNAVAILABLE,
                        "Cannot read " + source + ": " + innermost(causes) + ". Run again once it can be read.",
                        failure))
                : Optional.empty();
    }

    private static String innermost(List<Throwable> causes) {
        Throwable root = causes.get(causes.size() - 1);
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("[.\\s]+$", "");
    }
}
