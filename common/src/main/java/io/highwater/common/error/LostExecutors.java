package io.highwater.common.error;

import java.util.List;
import java.util.Optional;

/** Tells a cluster that loses executors faster than Spark can make good for it from defects. */
final class LostExecutors {
    /** What Spark says of a task that lost its executor too often, of rows that were lost with theirs, and of the whole job. */
    private static final List<String> SIGNS = List.of(
            "ExecutorLostFailure",
            "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND",
            "Master removed our application",
            "All masters are unresponsive");

    private LostExecutors() {}

    /** What a user is to be told; empty if the failure is another one. */
    static Optional<UserException> behind(List<Throwable> causes, Throwable failure) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> SIGNS.stream().anyMatch(message::contains))
                .reduce((outer, inner) -> inner)
                .map(message -> told(message, failure));
    }

    private static UserException told(String message, Throwable failure) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot go on: the cluster lost executors: "
                        + message.lines().findFirst().orElse(message).replaceFirst("[.\\s]+$", "")
                        + ". Find out why they died, often for want of memory; then run again.",
                failure);
    }
}
