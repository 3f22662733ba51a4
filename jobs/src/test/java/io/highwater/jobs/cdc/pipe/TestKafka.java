package io.highwater.jobs.cdc.pipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** One Kafka broker for all tests of a JVM; every test makes topics of its own. Keys and values are UTF-8 text. */
public final class TestKafka {
    private final String bootstrapServers;
    private final Admin admin;
    private final Producer<String, String> producer;

    private TestKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
    }

    /** The broker, started on first use; the JVM's end stops it. */
    public static TestKafka server() {
        return Holder.SERVER;
    }

    /** Where clients connect, as they want it in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Makes a topic that keeps everything. */
    public void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, Map.of("retention.ms", "-1"));
    }

    /** Makes a topic with settings such as {@code cleanup.policy} or {@code message.timestamp.type}. */
    public void createTopic(String topic, int partitions, Map<String, String> settings) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        await(admin.createTopics(List.of(wanted)).all());
    }

    /** Removes a topic, so that another of the same name starts at offset 0. */
    public void deleteTopic(String topic) {
        await(admin.deleteTopics(List.of(topic)).all());
    }

    /** The names of the topics that tests made. */
    public Set<String> topics() {
        return await(admin.listTopics().names());
    }

    /**
     * Appends values under one key, in order, to the partition that the key hashes to.
     *
     * @param values a null is a tombstone
     * @return the offset of the last value
     */
    public long produce(String topic, String key, String... values) {
        long last = -1;
        for (String value : values) {
            last = append(new ProducerRecord<>(topic, key, value));
        }
        return last;
    }

    /** Appends one record, wherever and whenever it says; its offset comes back. */
    public long append(ProducerRecord<String, String> record) {
        return await(producer.send(record)).offset();
    }

    /** The offset that the partition's next record will have. */
    public long endOffset(String topic, int partition) {
        return offset(topic, partition, OffsetSpec.latest());
    }

    /** The offset of the oldest record that is still there. */
    public long beginningOffset(String topic, int partition) {
        return offset(topic, partition, OffsetSpec.earliest());
    }

    /** Forgets the partition's records below the offset, as retention does. */
    public void deleteRecordsBefore(String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        await(admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    private long offset(String topic, int partition, OffsetSpec which) {
        TopicPartition place = new TopicPartition(topic, partition);
        return await(admin.listOffsets(Map.of(place, which)).partitionResult(place))
                .offset();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        return await((Future<T>) answer.toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka refuses", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked", interrupted);
        }
    }

    private static final class Holder {
        static final TestKafka SERVER = start();

        private static TestKafka start() {
            KafkaBroker broker = KafkaBroker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop-kafka"));
            return new TestKafka(broker.bootstrapServers());
        }
    }
}
