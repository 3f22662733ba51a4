package io.highwater.jobs.cdc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.cdc.model.Deliveries.Delivery;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final List<Event> FEED = Feeds.random(3, Shape.lively());

    @Test
    void everyDeliveryBringsEveryEventAndNoEmptyBatch() {
        for (Delivery delivery : Deliveries.all(FEED, 11)) {
            assertThat(Set.copyOf(arrived(delivery.batches())))
                    .as(delivery.name())
                    .isEqualTo(Set.copyOf(FEED));
            assertThat(delivery.batches()).as(delivery.name()).noneMatch(List::isEmpty);
        }
        assertThat(Deliveries.all(FEED, 11)).isEqualTo(Deliveries.all(FEED, 11)).doesNotHaveDuplicates();
    }

    @Test
    void modelsSeeNoDifferenceBetweenDeliveries() {
        for (Delivery delivery : Deliveries.all(FEED, 12)) {
            List<Event> arrived = arrived(delivery.batches());

            assertThat(Scd1Model.hard(arrived)).as(delivery.name()).isEqualTo(Scd1Model.hard(FEED));
            assertThat(Scd1Model.soft(arrived)).as(delivery.name()).isEqualTo(Scd1Model.soft(FEED));
            assertThat(Scd2Model.periods(arrived)).as(delivery.name()).isEqualTo(Scd2Model.periods(FEED));
        }
    }

    @Test
    void repetitionsAreInOneBatchAndBetweenBatches() {
        assertThat(Deliveries.doubled(FEED).get(0)).hasSize(80);
        List<List<Event>> repeated = Deliveries.shuffledBatchesWithRepeats(FEED, 1);
        assertThat(repeated).hasSizeGreaterThan(2);
        assertThat(arrived(repeated)).hasSizeGreaterThan(FEED.size()).isNotEqualTo(FEED);
    }

    @Test
    void reversedBringsTheLatestFirstAndOneByOneKeepsTheOrder() {
        assertThat(arrived(Deliveries.oneByOne(FEED))).isEqualTo(FEED);
        assertThat(Deliveries.reversed(FEED, 1).get(0).get(0)).isEqualTo(FEED.get(FEED.size() - 1));
        assertThat(arrived(Deliveries.reversed(FEED, 1)))
                .isSortedAccordingTo((a, b) -> Long.compare(b.sequence(), a.sequence()));
    }

    private static List<Event> arrived(List<List<Event>> batches) {
        return batches.stream().flatMap(List::stream).toList();
    }
}
