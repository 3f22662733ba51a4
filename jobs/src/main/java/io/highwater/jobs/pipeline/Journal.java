package io.highwater.jobs.pipeline;

import io.highwater.common.state.PipelineLedger;
import io.highwater.common.state.StepRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how steps go, in the background: what came together goes into one commit. */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final PipelineLedger ledger;
    private final String pipeline;
    private final String run;
    private final Clock clock;
    private final LinkedBlockingQueue<Optional<PipelineLedger.Entry>> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "highwater-journal");
    private long number;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    Journal(PipelineLedger ledger, String pipeline, String run, Clock clock) {
        this.ledger = ledger;
        this.pipeline = pipeline;
        this.run = run;
        this.clock = clock;
        writer.setDaemon(true);
        writer.start();
    }

    /** To be called by one thread. */
    void note(StepRecord record) {
        queue.add(Optional.of(new PipelineLedger.Entry(pipeline, run, number++, clock.instant(), record)));
    }

    /** Why something could not be written down, if so. Complete once this is closed. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    /** Writes what is left. */
    @Override
    public void close() {
        queue.add(Optional.empty());
        boolean interrupted = Thread.interrupted();
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        boolean open = true;
        while (open) {
            List<Optional<PipelineLedger.Entry>> some = new ArrayList<>();
            try {
                some.add(queue.take());
            } catch (InterruptedException impossible) {
                throw new IllegalStateException("Nobody interrupts the journal", impossible);
            }
            queue.drainTo(some);
            open = some.stream().allMatch(Optional::isPresent);
            add(some.stream().flatMap(Optional::stream).toList());
        }
    }

    private void add(List<PipelineLedger.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            ledger.add(entries);
        } catch (RuntimeException unwritten) {
            LOG.warn("Pipeline {} run {}: statuses could not be written down", pipeline, run, unwritten);
            failure = Optional.of(unwritten);
        }
    }
}
