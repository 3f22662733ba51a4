package io.highwater.jobs;

import io.highwater.common.job.Step;
import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The command line in a process of its own that stops at a named step until a file appears: {@code STEP[:n] REACHED GO
 * command…}, the n-th time it comes there. It says that it is there by writing the file REACHED.
 */
public final class KillableCommand {
    private KillableCommand() {}

    public static void main(String[] arguments) {
        String[] stop = arguments[0].split(":");
        AtomicInteger left = new AtomicInteger(stop.length > 1 ? Integer.parseInt(stop[1]) : 1);
        Path reached = Path.of(arguments[1]);
        Path go = Path.of(arguments[2]);
        Surroundings process = Surroundings.ofProcess();
        Surroundings stopping =
                new Surroundings(process.out(), process.err(), process.environment(), process.clock(), step -> {
                    if (step == Step.valueOf(stop[0]) && left.decrementAndGet() == 0) {
                        waitAt(reached, go);
                    }
                });
        System.exit(JobMain.execute(new Highwater(), stopping, Arrays.copyOfRange(arguments, 3, arguments.length)));
    }

    @SuppressWarnings("BusyWait")
    private static void waitAt(Path reached, Path go) {
        try {
            Files.createFile(reached);
            while (!Files.exists(go)) {
                Thread.sleep(20);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
