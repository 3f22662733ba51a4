package io.highwater.jobs.cli;

import io.highwater.common.job.StepListener;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a command gets from the process it runs in.
 *
 * @param out where results go
 * @param err where progress and failures go
 * @param environment the environment variables
 * @param clock says what time it is
 * @param listener is told of each step of a run, beside the progress that is printed
 */
public record Surroundings(
        PrintStream out, PrintStream err, Map<String, String> environment, Clock clock, StepListener listener) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** This process. */
    @SuppressWarnings("SystemOut")
    public static Surroundings ofProcess() {
        PrintStream err = ProgressLog.isWanted(System.getenv()) ? new ProgressLog() : System.err;
        return new Surroundings(System.out, err, System.getenv(), Clock.systemUTC(), step -> {});
    }

    /** Says why a command failed. */
    void failed(String why) {
        if (err instanceof ProgressLog log) {
            log.failed(why);
        } else {
            err.println(why);
        }
    }

    /** Whether results go to a terminal, whose owner takes colours. */
    @SuppressWarnings("SystemOut")
    public boolean takesColours() {
        return out == System.out && System.console() != null && !environment.containsKey("NO_COLOR");
    }

    /** Whether progress goes to a terminal, where a line can be written over. */
    @SuppressWarnings("SystemOut")
    public boolean progressIsWatched() {
        return err == System.err && System.console() != null && !"dumb".equals(environment.get("TERM"));
    }
}
