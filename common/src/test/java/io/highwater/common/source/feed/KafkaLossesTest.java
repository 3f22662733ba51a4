package io.highwater.common.source.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.feed.KafkaLog.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaLossesTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);

    @Test
    void nothingIsLostWhereReadingCanGoOn() {
        assertThat(losses(done("{\"orders\":{\"0\":5,\"1\":9}}"), new Span(5, 20), new Span(0, 9)))
                .isEmpty();
        assertThat(losses(new Progress(Map.of(), Optional.empty(), Optional.empty()), new Span(3, 4), new Span(0, 0)))
                .isEmpty();
    }

    @Test
    void everyPartitionThatLostSomethingIsNamed() {
        assertThat(losses(done("{\"orders\":{\"0\":5,\"1\":9}}"), new Span(7, 7), new Span(0, 8)))
                .containsExactly(
                        "orders-0: it was read up to offset 5, and 2 records after that were deleted before they were"
                                + " read; it has no records, and the next gets offset 7",
                        "orders-1: it was read up to offset 9, which it does not have any more; it has offsets 0 to 7");
    }

    @Test
    void anotherTopicOfTheSameNameIsNotTakenForTheFormer() {
        Progress progress = new Progress(
                Map.of("orders", "former"), Optional.of("{\"orders\":{\"0\":5,\"1\":9}}"), Optional.empty());

        assertThat(losses(progress, new Span(0, 50), new Span(0, 9)))
                .hasSize(2)
                .allMatch(loss -> loss.contains("deleted and made anew"));
    }

    @Test
    void topicsThatAreGoneAreNamedByTheirPartitions() {
        assertThat(losses(done("{\"bills\":{\"0\":5}}"), new Span(0, 1), new Span(0, 1)))
                .containsExactly("bills-0: it was read up to offset 5, and is not there any more");
    }

    /** Reading it would wait for records that never come. */
    @Test
    void batchThatEndsBeyondTheLogIsALoss() {
        Progress progress = new Progress(
                Map.of(), Optional.of("{\"orders\":{\"0\":5,\"1\":2}}"), Optional.of("{\"orders\":{\"0\":8,\"1\":4}}"));

        assertThat(losses(progress, new Span(0, 6), new Span(0, 4)))
                .containsExactly(
                        "orders-0: a batch that was begun ends at offset 8, and was never finished; now it has offsets"
                                + " 0 to 5");
    }

    private static Progress done(String offsets) {
        return new Progress(Map.of("orders", "present"), Optional.of(offsets), Optional.empty());
    }

    private static List<String> losses(Progress progress, Span first, Span second) {
        KafkaLog log = new KafkaLog(Map.of("orders", "present"), Map.of(ORDERS_0, first, ORDERS_1, second));
        return new KafkaLosses(progress, log)
                .found().stream()
                        .map(loss -> loss.guard() + ": " + loss.reason())
                        .toList();
    }
}
