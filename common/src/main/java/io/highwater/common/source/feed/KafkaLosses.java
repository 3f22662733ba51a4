package io.highwater.common.source.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.quality.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what was not read and is gone, from how far topics were read and what they have now.
 *
 * @param progress how far they were read
 * @param log what they have
 */
record KafkaLosses(Progress progress, KafkaLog log) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for each partition that has lost something, by topic and number. */
    List<Refusal> found() {
        List<Refusal> losses = new ArrayList<>();
        offsets(progress.done())
                .forEach((place, next) -> loss(place, next)
                        .map(why -> new Refusal(place.toString(), why))
                        .ifPresent(losses::add));
        offsets(progress.planned())
                .forEach((place, end) -> unreachable(place, end)
                        .filter(why ->
                                losses.stream().noneMatch(loss -> loss.guard().equals(place.toString())))
                        .map(why -> new Refusal(place.toString(), why))
                        .ifPresent(losses::add));
        return losses;
    }

    private Optional<String> loss(TopicPartition place, long next) {
        String read = "it was read up to offset " + next;
        KafkaLog.Span span = log.spans().get(place);
        if (span == null) {
            return Optional.of(read + ", and is not there any more");
        }
        if (isReplaced(place.topic())) {
            return Optional.of(read + ", and the topic was deleted and made anew since; now it has " + has(span));
        }
        if (next < span.begin()) {
            return Optional.of(String.format(
                    "%s, and %,d records after that were deleted before they were read; it has %s",
                    read, span.begin() - next, has(span)));
        }
        return next > span.end()
                ? Optional.of(read + ", which it does not have any more; it has " + has(span))
                : Optional.empty();
    }

    private Optional<String> unreachable(TopicPartition place, long end) {
        String planned = "a batch that was begun ends at offset " + end;
        KafkaLog.Span span = log.spans().get(place);
        if (span == null) {
            return Optional.of(planned + ", and it is not there any more");
        }
        return end > span.end() || isReplaced(place.topic())
                ? Optional.of(planned + ", and was never finished; now it has " + has(span))
                : Optional.empty();
    }

    private boolean isReplaced(String topic) {
        String former = progress.parts().get(topic);
        String present = log.ids().get(topic);
        return former != null && present != null && !former.equals(present);
    }

    private static String has(KafkaLog.Span span) {
        return span.begin() == span.end()
                ? "no records, and the next gets offset " + span.end()
                : "offsets " + span.begin() + " to " + (span.end() - 1);
    }

    /** From <code>{"topic": {"0": 17, …}, …}</code>. */
    private static Map<TopicPartition, Long> offsets(Optional<String> text) {
        Map<TopicPartition, Long> offsets =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        if (text.isEmpty()) {
            return offsets;
        }
        try {
            JsonNode topics = JSON.readTree(text.get());
            topics.properties()
                    .forEach(topic -> topic.getValue()
                            .properties()
                            .forEach(partition -> offsets.put(
                                    new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
                                    partition.getValue().longValue())));
            return offsets;
        } catch (JsonProcessingException unknown) {
            throw new IllegalStateException("Not the offsets of topics: " + text.get(), unknown);
        }
    }
}
