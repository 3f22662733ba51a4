package io.highwater.common.source.feed;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka has of some topics.
 *
 * @param ids what tells a topic from others of its name, by name; none from brokers that do not know
 * @param spans what each partition has
 */
record KafkaLog(Map<String, String> ids, Map<TopicPartition, Span> spans) {
    KafkaLog {
        ids = Map.copyOf(ids);
        spans = Map.copyOf(spans);
    }

    /**
     * Offsets of a partition.
     *
     * @param begin of the oldest record that is there, or the next one's if there is none
     * @param end of the record that comes next
     */
    record Span(long begin, long end) {}
}
