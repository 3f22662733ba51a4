package io.highwater.jobs;

import io.highwater.common.job.StepListener;
import io.highwater.common.spark.ScalaValues;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;

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
        RuntimeConfig settings = TestSpark.session().conf();
        Map<String, String> before = ScalaValues.map(settings.getAll());
        try {
            return of(environment, listener, clock, List.of(arguments));
        } finally {
            // A process would end with what the command has set; here the next one would have it too.
            ScalaValues.map(settings.getAll()).keySet().forEach(name -> {
                if (!before.containsKey(name) && settings.isModifiable(name)) {
                    settings.unset(name);
                }
            });
            before.forEach((name, value) -> {
                if (settings.isModifiable(name)) {
                    settings.set(name, value);
                }
            });
        }
    }

    private static CommandLineRun of(
            Map<String, String> environment, StepListener listener, Clock clock, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(stream(out), stream(err), new HashMap<>(environment), clock, listener);
        int code = JobMain.execute(new Highwater(), surroundings, arguments.toArray(String[]::new));
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
