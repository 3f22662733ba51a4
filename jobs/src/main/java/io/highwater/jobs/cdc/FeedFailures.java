package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.FeedCheckpoint;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Finds, under the layers Spark puts around it, why a feed could not be read to its end. */
final class FeedFailures {
    private FeedFailures() {}

    static RuntimeException explained(String feed, FeedCheckpoint checkpoint, Throwable failure) {
        List<Throwable> causes = ExceptionUtils.getThrowableList(failure);
        Optional<UserException> ours = first(causes, UserException.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        Optional<String> lost = causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(FeedFailures::tellsOfLoss)
                .findFirst();
        if (lost.isPresent()) {
            return new UserException(
                    ExitCode.REFUSED,
                    "Cannot go on reading " + feed + ": records were deleted before they were read (" + line(lost.get())
                            + "). The target is as it was before their batch. " + FeedParts.remedy(checkpoint),
                    failure);
        }
        Optional<FileNotFoundException> gone = first(causes, FileNotFoundException.class);
        if (gone.isPresent()) {
            return new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed + ": a file vanished before it was read ("
                            + line(gone.get().getMessage())
                            + "). Nothing of its batch was merged. Bring it back and run again.",
                    failure);
        }
        return first(causes, RuntimeException.class)
                .filter(cause -> !(cause instanceof IllegalStateException && cause.getCause() != null))
                .orElseGet(() -> new IllegalStateException("Reading " + feed + " failed", failure));
    }

    private static boolean tellsOfLoss(String message) {
        return message.contains("data may have been lost") || message.contains("KAFKA_DATA_LOSS");
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String line(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
