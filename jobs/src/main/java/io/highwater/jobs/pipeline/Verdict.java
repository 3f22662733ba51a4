package io.highwater.jobs.pipeline;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.jobs.pipeline.step.OwnWork;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why an attempt failed.
 *
 * @param code what a process of its own would have returned
 * @param reason in words, without secrets
 */
record Verdict(ExitCode code, String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(Verdict.class);

    /**
     * Of an attempt that ended by itself.
     *
     * @param redacted takes secrets out of a text
     */
    static Verdict of(Attempt attempt, Throwable failure, UnaryOperator<String> redacted) {
        if (!(failure instanceof UserException) || attempt.step().work() instanceof OwnWork) {
            LOG.error(
                    "Step {} failed: {}", attempt.step().name(), redacted.apply(ExceptionUtils.getStackTrace(failure)));
        }
        if (failure instanceof UserException known) {
            return new Verdict(known.exitCode(), redacted.apply(known.getMessage()));
        }
        Throwable root =
                Optional.ofNullable(ExceptionUtils.getRootCause(failure)).orElse(failure);
        String what = root.getClass().getSimpleName()
                + Optional.ofNullable(root.getMessage())
                        .map(message -> ": " + message)
                        .orElse("");
        return new Verdict(ExitCode.BUG, redacted.apply(what) + " (the log has the stack trace)");
    }

    /** Of an attempt that took longer than it may. */
    static Verdict late(Attempt attempt, String ending) {
        return new Verdict(
                ExitCode.UNAVAILABLE,
                "it took longer than timeout = "
                        + Words.of(attempt.step().timeout().orElseThrow()) + "; " + ending);
    }

    /** Whether another attempt may end better. A wrong configuration and wrong data stay wrong. */
    boolean mayPass() {
        return code != ExitCode.CONFIGURATION && code != ExitCode.REFUSED;
    }
}
