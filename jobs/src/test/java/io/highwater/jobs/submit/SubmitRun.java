package io.highwater.jobs.submit;

import io.highwater.jobs.Highwater;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code highwater submit}, as a user runs it; no Spark is started.
 *
 * @param code the exit code
 * @param out what is to be pasted
 * @param err what is said about it
 */
record SubmitRun(int code, String out, String err) {
    /** Runs it with these words after {@code submit}. */
    static SubmitRun of(String... words) {
        return of(List.of(words));
    }

    static SubmitRun of(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(stream(out), stream(err), Map.of(), Clock.systemUTC(), step -> {});
        String[] line = Stream.concat(Stream.of("submit"), words.stream()).toArray(String[]::new);
        int code = JobMain.execute(new Highwater(), surroundings, line);
        return new SubmitRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What is to be pasted to run a command somewhere. */
    static String pasted(String target, String... words) {
        List<String> line = Stream.concat(Stream.of("--to", target, "--dry-run"), Stream.of(words))
                .toList();
        SubmitRun run = of(line);
        if (run.code() != 0) {
            throw new AssertionError(run.err());
        }
        return run.out();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
