package io.highwater.jobs.pipeline;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.jobs.Lake;
import io.highwater.jobs.pipeline.step.PipelineStep;
import io.highwater.jobs.pipeline.step.StepContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Steps as users write them, and what the ledger says of steps. */
public final class OwnSteps {
    /** What {@link Tell} was told, by step. */
    static final Map<String, Map<String, String>> TOLD = new ConcurrentHashMap<>();

    private OwnSteps() {}

    /** Says how the steps before it ended. */
    public static final class Tell implements PipelineStep {
        @Override
        public void run(StepContext context) {
            TOLD.put(context.step(), context.dependencies());
        }
    }

    /** Fails unless the option says otherwise. */
    public static final class Fail implements PipelineStep {
        private static final Map<String, Integer> TIMES = new ConcurrentHashMap<>();

        @Override
        public void run(StepContext context) {
            int times = TIMES.merge(context.run() + context.step(), 1, Integer::sum);
            if (times < Integer.parseInt(context.options().getOrDefault("succeeds-at", "1000000"))) {
                if (context.options().containsKey("quietly")) {
                    throw new UserException(ExitCode.UNAVAILABLE, "no luck");
                }
                throw new IllegalStateException("no luck with " + context.step());
            }
        }
    }

    /** Keeps Spark busy for as long as it is let. */
    public static final class Hang implements PipelineStep {
        @Override
        public void run(StepContext context) {
            context.spark()
                    .range(1_000_000_000_000L)
                    .selectExpr("sum(hash(id))")
                    .collectAsList();
        }
    }

    /** By the rows of the ledger alone. */
    static Map<String, String> statuses(Lake lake) {
        Map<String, String> statuses = new TreeMap<>();
        lake.texts("SELECT step || ' ' || max_by(status, number) FROM delta.`" + lake.state() + "/steps` WHERE run ="
                        + " (SELECT max_by(run, at) FROM delta.`" + lake.state() + "/steps`) GROUP BY step")
                .forEach(line -> statuses.put(
                        line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)));
        return statuses;
    }
}
