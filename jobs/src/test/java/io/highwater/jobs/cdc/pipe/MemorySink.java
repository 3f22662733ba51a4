package io.highwater.jobs.cdc.pipe;

import java.util.ArrayList;
import java.util.List;

/** Keeps records until somebody takes them. */
public final class MemorySink implements CaptureSink {
    private final List<CapturedRecord> records = new ArrayList<>();

    @Override
    public synchronized void deliver(List<CapturedRecord> more) {
        records.addAll(more);
    }

    /** What came since the last time. */
    public synchronized List<CapturedRecord> take() {
        List<CapturedRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }
}
