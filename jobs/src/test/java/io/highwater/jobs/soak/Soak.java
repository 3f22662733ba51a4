package io.highwater.jobs.soak;

import static org.awaitility.Awaitility.await;

import io.highwater.common.testing.TestDatabase;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.functions;

/** Writers at work on a real database while the load runs again and again and is killed at random. */
final class Soak implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WRITERS = 4;

    private final TestDatabase database;
    private final String table;
    private final Path directory;
    private final Lake lake;
    private final Writers writers;
    private Process process;

    Soak(TestDatabase database, String table, Path directory, String incremental) {
        this.database = database;
        this.table = table;
        this.directory = directory;
        Writers.createTable(database, table);
        this.lake = new Lake(directory)
                .reading(database, "table = " + table, "incremental { column = updated_at, " + incremental + " }");
        this.writers = new Writers(database, table);
    }

    Lake lake() {
        return lake;
    }

    void startWriters(long seed) {
        writers.start(WRITERS, seed);
    }

    /** Transactions that have ended so far. */
    long transactions() {
        return writers.transactions();
    }

    /** Runs the load in a process until it is killed, at a moment drawn at random after some runs have ended. */
    void runAndKill(Random random) throws Exception {
        startProcess();
        long ended = endedRuns();
        await().atMost(PATIENCE).until(() -> endedRuns() > ended + random.nextInt(3) || !process.isAlive());
        await().pollDelay(Duration.ofMillis(random.nextInt(1500))).until(() -> true);
        process.destroyForcibly().waitFor();
    }

    /** Runs the load in a process until {@code runs} more have ended, and lets it end. */
    void runAndStop(int runs) throws Exception {
        startProcess();
        long ended = endedRuns();
        await().atMost(PATIENCE).until(() -> endedRuns() >= ended + runs || !process.isAlive());
        Files.createFile(stop());
        process.waitFor();
        Files.delete(stop());
    }

    void endWriters() throws Exception {
        writers.end();
    }

    Verdict verdict() throws Exception {
        return Verdict.of(
                database, table, lake.rows().withColumn("micros", functions.unix_micros(functions.col("updated_at"))));
    }

    /** Exit codes of the runs that ended by themselves in processes. */
    List<String> exitCodes() throws IOException {
        return Files.exists(done()) ? Files.readAllLines(done()) : List.of();
    }

    /** What the processes printed. */
    String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    @Override
    public void close() {
        writers.close();
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void startProcess() throws IOException {
        process = JobProcess.start(
                RepeatedRuns.class,
                log(),
                List.of(
                        stop().toString(),
                        done().toString(),
                        directory.resolve("job.conf").toString()));
    }

    private long endedRuns() {
        try {
            return exitCodes().size();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path stop() {
        return directory.resolve("stop");
    }

    private Path done() {
        return directory.resolve("done");
    }

    private Path log() {
        return directory.resolve("runs.log");
    }
}
