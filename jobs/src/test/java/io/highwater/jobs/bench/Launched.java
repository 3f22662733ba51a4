package io.highwater.jobs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command that the launcher ran in a process of its own, and that ended well.
 *
 * @param seconds from its start to its end
 * @param processor seconds of processor time
 * @param megabytes the most memory it had
 * @param printed what it said
 */
record Launched(double seconds, double processor, long megabytes, String printed) {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /**
     * Runs a command. To be called from the project's root.
     *
     * @param output where what it says is kept
     * @throws IllegalStateException with what it said, if it failed
     */
    static Launched of(Path output, String... command) throws IOException, InterruptedException {
        return of(output, Map.of(), command);
    }

    /** The same with more of an environment. */
    static Launched of(Path output, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        List<String> call = new ArrayList<>(List.of("scripts/highwater"));
        call.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DB_PASSWORD", "postgres");
        builder.environment().put("HIGHWATER_MEMORY", "1g");
        builder.environment().putAll(environment);
        Stopwatch watch = new Stopwatch();
        Process process = builder.start();
        long kilobytes = 0;
        double processor = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            processor =
                    process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1000.0;
            kilobytes = Math.max(kilobytes, peak(process.pid()));
        }
        double seconds = watch.seconds();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(printed);
        }
        return new Launched(seconds, processor, kilobytes / 1024, printed);
    }

    private static long peak(long pid) {
        try {
            return PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")))
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
