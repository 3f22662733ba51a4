package io.highwater.jobs;

import io.highwater.common.job.StepListener;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * A command, run as a user would, within this JVM and its Spark session.
 *
 * @param code the exit code
 * @param out what was printed as result
 * @param err what was printed as progress and failures
 */
public record CommandLineRun(int code, String out, String err) {
    /** Runs a command with the environment variables given. */
    public static CommandLineRun of(Map<String, String> environment, StepListener listener, String... arguments) {
        return of(environment, listener, Clock.systemUTC(), arguments);
    }

    /** The same, by another clock. */
    public static CommandLineRun of(
            Map<String, String> environment, StepListener listener, Clock clock, String... arguments) {
        TestSpark.session();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(stream(out), stream(err), new HashMap<>(environment), clock, listener);
        int code = JobMain.execute(new Highwater(), surroundings, arguments);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
