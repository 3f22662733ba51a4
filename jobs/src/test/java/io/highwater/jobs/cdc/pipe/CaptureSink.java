package io.highwater.jobs.cdc.pipe;

import java.util.List;

/** Where captured records go. */
@FunctionalInterface
public interface CaptureSink {
    /**
     * Keeps the records, in order. When this returns they count as delivered; after a failure, and after a stop at the
     * wrong moment, they come again.
     */
    void deliver(List<CapturedRecord> records);

    /** Delivers to both. */
    default CaptureSink and(CaptureSink other) {
        return records -> {
            deliver(records);
            other.deliver(records);
        };
    }
}
