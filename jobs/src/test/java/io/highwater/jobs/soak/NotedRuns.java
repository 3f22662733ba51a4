package io.highwater.jobs.soak;

import io.highwater.jobs.Highwater;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The incremental load again and again, in one process, until a file appears: {@code STOP NOTES CONFIGURATION}. It notes of
 * each run its exit code, and the version that it was told it committed, or a dash.
 */
public final class NotedRuns {
    private static final Pattern VERSION = Pattern.compile("is at version (\\d+)");

    private NotedRuns() {}

    public static void main(String[] arguments) throws IOException {
        Path stop = Path.of(arguments[0]);
        while (!Files.exists(stop)) {
            Files.writeString(
                    Path.of(arguments[1]),
                    run(arguments[2]) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        }
        System.exit(0);
    }

    @SuppressWarnings("SystemOut")
    private static String run(String configuration) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                System.getenv(),
                Clock.systemUTC(),
                step -> {});
        int code = JobMain.execute(new Highwater(), surroundings, "incremental", "--conf-file", configuration);
        Matcher version = VERSION.matcher(out.toString(StandardCharsets.UTF_8));
        return code + " " + (version.find() ? version.group(1) : "-");
    }
}
