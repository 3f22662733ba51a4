package io.highwater.jobs.backfill;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Says that no interval is to be begun any more, and why. What is being loaded goes on to its end. */
final class StopSignal {
    private final AtomicReference<String> reason = new AtomicReference<>();
    private final CountDownLatch raised = new CountDownLatch(1);

    /** Raises it. Only the first reason counts. */
    void raise(String why) {
        reason.compareAndSet(null, why);
        raised.countDown();
    }

    boolean isRaised() {
        return reason.get() != null;
    }

    /** Why; empty if it is not raised. */
    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** Waits for some time, or until it is raised. */
    void await(Duration time) {
        try {
            var unused = raised.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            raise("the run was interrupted");
        }
    }
}
