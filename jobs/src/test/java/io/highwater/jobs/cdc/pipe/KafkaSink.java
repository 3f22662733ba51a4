package io.highwater.jobs.cdc.pipe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends records to the topics they name; a tombstone is a null value. Topics that are missing get made. */
public final class KafkaSink implements CaptureSink {
    private final TestKafka kafka;
    private final int partitions;
    private final Set<String> known;

    /**
     * @param partitions how many a missing topic gets
     */
    public KafkaSink(TestKafka kafka, int partitions) {
        this.kafka = kafka;
        this.partitions = partitions;
        this.known = new HashSet<>(kafka.topics());
    }

    @Override
    public void deliver(List<CapturedRecord> records) {
        for (CapturedRecord each : records) {
            if (known.add(each.topic())) {
                kafka.createTopic(each.topic(), partitions);
            }
            kafka.append(new ProducerRecord<>(
                    each.topic(), each.key().orElse(null), each.value().orElse(null)));
        }
    }
}
