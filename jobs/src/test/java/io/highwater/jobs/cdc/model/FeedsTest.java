package io.highwater.jobs.cdc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.highwater.jobs.cdc.model.Event.Op;
import io.highwater.jobs.cdc.model.Shape.PairRows;
import io.highwater.jobs.cdc.model.Shape.Trait;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeedsTest {
    private static final Shape LIVELY = Shape.lively();

    @Test
    void seedAndShapeDecideTheFeed() {
        assertThat(Feeds.random(7, LIVELY)).hasSize(40).isEqualTo(Feeds.random(7, LIVELY));
        assertThat(Feeds.random(8, LIVELY)).isNotEqualTo(Feeds.random(7, LIVELY));
    }

    @Test
    void feedIsInTheOrderOfTheSourceAndTheModelsAcceptIt() {
        feeds(LIVELY).forEach(feed -> {
            assertThat(feed)
                    .isSortedAccordingTo((a, b) -> Long.compare(a.sequence(), b.sequence()))
                    .doesNotHaveDuplicates();
            assertThatCode(() -> Scd1Model.soft(feed)).doesNotThrowAnyException();
            assertThat(Scd2Model.periods(feed))
                    .allMatch(period -> period.validTo() == null || period.validTo() > period.validFrom());
        });
    }

    @Test
    void everyTraitOccursAndKeysShareSequences() {
        assertThat(feeds(LIVELY).filter(FeedsTest::hasTruncateUnderARow)).hasSizeGreaterThan(40);
        assertThat(feeds(LIVELY).filter(feed -> pairs(feed, Objects::equals) > 0))
                .hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY).filter(feed -> pairs(feed, (a, b) -> !Objects.equals(a, b)) > 0))
                .hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY).filter(FeedsTest::hasReinsert)).hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY)
                        .filter(has(event -> event.unavailable().contains("note")
                                && event.row().containsKey("name"))))
                .hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY).filter(FeedsTest::hasEventsOfOneSequence)).hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY).filter(has(event -> event.row().containsValue(null))))
                .hasSizeGreaterThan(50);
        assertThat(feeds(LIVELY)
                        .filter(has(event -> event.row().get("note") instanceof String note
                                && note.length() >= LIVELY.longestNote())))
                .hasSizeGreaterThan(20);
    }

    @Test
    void traitThatIsLeftOutDoesNotOccur() {
        assertThat(feeds(Shape.plain())
                        .filter(has(event -> event.op() == Op.TRUNCATE
                                || !event.unavailable().isEmpty())))
                .isEmpty();
        Shape upsertsOnly = new Shape(3, 30, 100, PairRows.COMPLETE, Map.of());
        assertThat(feeds(upsertsOnly)
                        .filter(has(
                                event -> event.op() != Op.UPSERT || event.row().containsValue(null))))
                .isEmpty();
    }

    @Test
    void rowsBesideADeleteOrTruncateOfTheirKeyAreAsCompleteAsTheShapeSays() {
        assertThat(besideTheirEnd(LIVELY.with(PairRows.WITHOUT_NULLS)))
                .isNotEmpty()
                .allMatch(event -> event.row().keySet().containsAll(Feeds.COLUMNS)
                        && !event.row().containsValue(null));
        assertThat(besideTheirEnd(LIVELY))
                .allMatch(event -> event.unavailable().isEmpty())
                .anyMatch(event -> event.row().containsValue(null));
        assertThat(besideTheirEnd(LIVELY.with(PairRows.PARTIAL)))
                .anyMatch(event -> !event.unavailable().isEmpty());
    }

    @Test
    void someOfManyFeedsTruncateAndManyRowsSurvive() {
        Shape small = LIVELY.sized(3, 9);
        List<Event> all = ManyFeeds.of(0, 24, small);

        assertThat(all.stream().filter(event -> event.op() == Op.TRUNCATE).map(Event::sequence))
                .hasSizeGreaterThan(5);
        assertThat(Scd1Model.hard(all)).hasSizeGreaterThan(20);
    }

    @Test
    void smallestShapesAreLegal() {
        assertThat(Feeds.random(1, LIVELY.sized(1, 0))).isEmpty();
        IntStream.range(0, 50)
                .forEach(seed ->
                        assertThat(Feeds.random(seed, LIVELY.sized(1, 9))).hasSize(9));
        assertThat(Feeds.random(1, LIVELY.sized(2, 60).with(Trait.DELETE, 60))).hasSize(60);
    }

    private static Stream<List<Event>> feeds(Shape shape) {
        return LongStream.range(0, 100).mapToObj(seed -> Feeds.random(seed, shape));
    }

    private static Predicate<List<Event>> has(Predicate<Event> event) {
        return feed -> feed.stream().anyMatch(event);
    }

    private static boolean hasTruncateUnderARow(List<Event> feed) {
        return IntStream.range(1, feed.size())
                .anyMatch(
                        i -> feed.get(i).op() == Op.TRUNCATE && feed.get(i - 1).op() == Op.UPSERT);
    }

    private static boolean hasEventsOfOneSequence(List<Event> feed) {
        return IntStream.range(1, feed.size())
                .anyMatch(i -> feed.get(i).op() == Op.UPSERT
                        && feed.get(i - 1).op() == Op.UPSERT
                        && feed.get(i - 1).sequence() == feed.get(i).sequence()
                        && feed.get(i - 1).key().equals(feed.get(i).key()));
    }

    private static long pairs(List<Event> feed, BiPredicate<String, String> keys) {
        return IntStream.range(1, feed.size())
                .filter(i -> feed.get(i - 1).op() == Op.DELETE
                        && feed.get(i).op() == Op.UPSERT
                        && feed.get(i - 1).sequence() == feed.get(i).sequence()
                        && keys.test(feed.get(i - 1).key(), feed.get(i).key()))
                .count();
    }

    private static boolean hasReinsert(List<Event> feed) {
        Map<String, Long> deleted = new HashMap<>();
        for (Event event : feed) {
            if (event.op() == Op.DELETE) {
                deleted.put(event.key(), event.sequence());
            } else if (deleted.getOrDefault(event.key(), Long.MAX_VALUE) < event.sequence()) {
                return true;
            }
        }
        return false;
    }

    private static List<Event> besideTheirEnd(Shape shape) {
        return feeds(shape).flatMap(FeedsTest::besideTheirEnd).toList();
    }

    private static Stream<Event> besideTheirEnd(List<Event> feed) {
        Set<Map.Entry<String, Long>> ends = new HashSet<>();
        feed.stream()
                .filter(event -> event.op() != Op.UPSERT)
                .forEach(event -> ends.add(Map.entry(String.valueOf(event.key()), event.sequence())));
        return feed.stream()
                .filter(event -> event.op() == Op.UPSERT)
                .filter(event -> ends.contains(Map.entry(event.key(), event.sequence()))
                        || ends.contains(Map.entry("null", event.sequence())));
    }
}
