package io.highwater.common.job;

import io.highwater.common.state.Lease;
import io.highwater.common.state.LeaseHeldException;
import io.highwater.common.state.StateStore;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease in the background, three times per term. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final StateStore store;
    private final Lease lease;
    private final AtomicReference<LeaseHeldException> lost = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread beating = new Thread(task, "highwater-heartbeat");
        beating.setDaemon(true);
        return beating;
    });

    Heartbeat(StateStore store, Lease lease) {
        this.store = store;
        this.lease = lease;
        long pause = lease.term().toMillis() / 3;
        var unused = thread.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** @throws LeaseHeldException if the lease was found to be lost */
    void check() {
        LeaseHeldException held = lost.get();
        if (held != null) {
            throw held;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("The lease of job {} is still being renewed; it ends by itself", lease.job());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            store.renew(lease);
        } catch (LeaseHeldException taken) {
            lost.set(taken);
            thread.shutdown();
        } catch (RuntimeException failure) {
            LOG.warn("Job {} run {}: the lease could not be renewed, trying again", lease.job(), lease.run(), failure);
        }
    }
}
