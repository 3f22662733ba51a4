package io.highwater.jobs.cdc.pipe;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.highwater.common.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A running embedded Debezium that carries the changes of a database's tables to a sink. What it has delivered stands
 * in files, so that another capture with the same plan and directory goes on where this one stopped.
 */
public final class DebeziumCapture implements AutoCloseable {
    private final CaptureMarker marker;
    private final DebeziumEngine<ChangeEvent<String, String>> engine;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private DebeziumCapture(Properties properties, CaptureMarker marker, CaptureSink sink) {
        this.marker = marker;
        this.engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .using((success, message, error) -> end(success, message, error))
                .notifying(new RecordCarrier(sink, marker))
                .build();
        Thread thread = new Thread(engine, "capture-" + properties.getProperty("name"));
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts to capture a PostgreSQL database whose {@code wal_level} is logical. Leaves a slot, a publication and a
     * table for markers behind, all named after the plan: see {@link #forget}.
     *
     * @param memory the directory of the files about what was delivered
     */
    public static DebeziumCapture postgres(CapturePlan plan, TestDatabase database, Path memory, CaptureSink sink) {
        CaptureMarker marker = CaptureMarker.in(database, "public", plan);
        return new DebeziumCapture(CaptureSettings.postgres(plan, database, memory, marker.table()), marker, sink);
    }

    /** Starts to capture a MariaDB database that keeps a binlog of rows; see {@link #postgres}. */
    public static DebeziumCapture mariaDb(CapturePlan plan, TestDatabase database, Path memory, CaptureSink sink) {
        CaptureMarker marker = CaptureMarker.in(database, "test", plan);
        return new DebeziumCapture(CaptureSettings.mariaDb(plan, database, memory, marker.table()), marker, sink);
    }

    /** Removes from a PostgreSQL database what a closed capture of this name has left. */
    public static void forget(CapturePlan plan, TestDatabase database) {
        database.execute(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(plan.name()),
                "DROP PUBLICATION IF EXISTS " + plan.name(),
                "DROP TABLE IF EXISTS public.marker_of_" + plan.name());
    }

    /**
     * Returns when the sink has every change that was committed before this call, the snapshot included.
     *
     * @throws IllegalStateException if the capture has ended, or does not get there within two minutes
     */
    public void awaitCaughtUp() {
        marker.awaitNext(this::failIfEnded);
    }

    /** Stops; what is under way is delivered or comes again at the next start. */
    @Override
    public void close() {
        if (end.isDone()) {
            return;
        }
        try {
            engine.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot stop a capture", failure);
        }
    }

    private void end(boolean success, String message, Throwable error) {
        if (success) {
            end.complete(null);
        } else {
            end.completeExceptionally(new IllegalStateException(message, error));
        }
    }

    private void failIfEnded() {
        if (!end.isDone()) {
            return;
        }
        try {
            end.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("The capture has ended", failure);
        }
        throw new IllegalStateException("The capture is closed");
    }
}
