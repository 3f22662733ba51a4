package io.highwater.common.source;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.SparkException;

/** Finds, under the layers Spark puts around it, what went wrong while rows were read. */
final class SparkFailures {
    private SparkFailures() {}

    /** The innermost message of a failed read; empty if the failure does not look like one. */
    static Optional<String> rootMessage(Throwable failure) {
        Throwable cause = failure;
        boolean reading = false;
        while (true) {
            reading |= cause instanceof SparkException || cause instanceof IOException;
            if (cause.getCause() == null || cause.getCause() == cause) {
                break;
            }
            cause = cause.getCause();
        }
        return reading && cause.getMessage() != null
                ? cause.getMessage().lines().findFirst()
                : Optional.empty();
    }
}
