package io.highwater.jobs.pipeline.step;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.SparkSession;

/**
 * A step of a user's own.
 *
 * @param type its class, which has a public constructor without arguments
 * @param options are handed to it
 */
public record OwnWork(Class<? extends PipelineStep> type, Map<String, String> options) implements StepWork {
    /**
     * Finds the class of that name.
     *
     * @throws Unusable if it is not there, or is no step
     */
    public static OwnWork named(String name, Map<String, String> options) throws Unusable {
        try {
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            if (!PipelineStep.class.isAssignableFrom(type)) {
                throw new Unusable("expected a class that implements " + PipelineStep.class.getName());
            }
            var unused = type.getConstructor();
            return new OwnWork(type.asSubclass(PipelineStep.class), options);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new Unusable("expected a class on the class path; add its jar, with --jars of spark-submit");
        } catch (NoSuchMethodException hidden) {
            throw new Unusable("expected a class with a public constructor without arguments");
        }
    }

    /** Why a name does not do; the message says what was expected. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    @Override
    public String kind() {
        return type.getName();
    }

    @Override
    public Optional<String> target() {
        return Optional.empty();
    }

    @Override
    public Optional<String> job() {
        return Optional.empty();
    }

    @Override
    public boolean leavesSessionClean() {
        return false;
    }

    @Override
    public List<String> plan(SparkSession spark) {
        return List.of("would run " + type.getName());
    }

    @Override
    public Done run(StepContext context) throws Exception {
        try {
            type.getConstructor().newInstance().run(context.withOptions(options));
        } catch (UserException | InterruptedException known) {
            throw known;
        } catch (Exception failure) {
            Throwable root =
                    Optional.ofNullable(ExceptionUtils.getRootCause(failure)).orElse(failure);
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    type.getName() + " failed with " + root + ". The log has the stack trace.",
                    failure);
        }
        return new Done("done", StepRecord.Figures.NONE, Optional.empty());
    }
}
