package io.highwater.jobs.soak;

import io.highwater.jobs.Highwater;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The incremental load again and again, in one process, until a file appears: {@code STOP DONE CONFIGURATION}. */
public final class RepeatedRuns {
    private RepeatedRuns() {}

    public static void main(String[] arguments) throws IOException {
        Path stop = Path.of(arguments[0]);
        Path done = Path.of(arguments[1]);
        while (!Files.exists(stop)) {
            int code = JobMain.execute(
                    new Highwater(), Surroundings.ofProcess(), "incremental", "--conf-file", arguments[2]);
            Files.writeString(
                    done, code + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        }
        System.exit(0);
    }
}
