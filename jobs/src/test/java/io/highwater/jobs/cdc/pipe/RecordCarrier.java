package io.highwater.jobs.cdc.pipe;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.util.List;
import java.util.Optional;

/** Hands Debezium's batches to the sink, without the markers. */
final class RecordCarrier implements DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> {
    private final CaptureSink sink;
    private final CaptureMarker marker;

    RecordCarrier(CaptureSink sink, CaptureMarker marker) {
        this.sink = sink;
        this.marker = marker;
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<String, String>> batch,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        List<CapturedRecord> records = batch.stream().map(RecordCarrier::record).toList();
        sink.deliver(records.stream().filter(each -> !marker.marks(each)).toList());
        for (ChangeEvent<String, String> event : batch) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        records.stream().filter(marker::marks).forEach(marker::seen);
    }

    private static CapturedRecord record(ChangeEvent<String, String> event) {
        return new CapturedRecord(
                event.destination(), Optional.ofNullable(event.key()), Optional.ofNullable(event.value()));
    }
}
