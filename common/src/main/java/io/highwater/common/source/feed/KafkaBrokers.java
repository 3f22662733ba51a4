package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka's brokers what they have.
 *
 * @param servers where they are, as Kafka writes it
 * @param properties properties of Kafka's clients
 */
record KafkaBrokers(String servers, Map<String, String> properties) {
    /**
     * What they have of these topics; nothing of those that are not there.
     *
     * @throws UserException if they cannot be asked
     */
    KafkaLog log(List<String> topics) {
        return asked(admin -> log(admin, topics));
    }

    /** What they have of the topics whose whole name matches. */
    KafkaLog log(Pattern names) {
        return asked(admin -> log(
                admin,
                await(admin.listTopics().names()).stream()
                        .filter(name -> names.matcher(name).matches())
                        .toList()));
    }

    private static KafkaLog log(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        List<TopicPartition> places = new ArrayList<>();
        for (KafkaFuture<TopicDescription> answer :
                admin.describeTopics(names).topicNameValues().values()) {
            Optional<TopicDescription> found = existing(answer);
            found.filter(topic -> !topic.topicId().equals(Uuid.ZERO_UUID))
                    .ifPresent(topic -> ids.put(topic.name(), topic.topicId().toString()));
            found.ifPresent(topic -> topic.partitions()
                    .forEach(partition -> places.add(new TopicPartition(topic.name(), partition.partition()))));
        }
        Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(admin, places, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, places, OffsetSpec.latest());
        Map<TopicPartition, KafkaLog.Span> spans = new HashMap<>();
        for (TopicPartition place : places) {
            spans.put(
                    place,
                    new KafkaLog.Span(
                            begins.get(place).offset(), ends.get(place).offset()));
        }
        return new KafkaLog(ids, spans);
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, List<TopicPartition> places, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return await(admin.listOffsets(places.stream().collect(Collectors.toMap(place -> place, place -> which)))
                .all());
    }

    private static Optional<TopicDescription> existing(KafkaFuture<TopicDescription> answer)
            throws ExecutionException, InterruptedException {
        try {
            return Optional.of(await(answer));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException
                    || failure.getCause() instanceof InvalidTopicException) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException {
        return answer.get();
    }

    private <T> T asked(Question<T> question) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", servers);
        try (Admin admin = Admin.create(settings)) {
            return question.ask(admin);
        } catch (ExecutionException failure) {
            throw unanswered(failure.getCause());
        } catch (KafkaException failure) {
            throw failure.getCause() instanceof ConfigException why ? unusable(why) : unanswered(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unanswered(interrupted);
        }
    }

    private UserException unusable(ConfigException why) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot ask Kafka at " + servers + ": " + sentence(why)
                        + " Check highwater.source.bootstrap-servers and highwater.source.properties.",
                why);
    }

    private UserException unanswered(Throwable why) {
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot ask Kafka at " + servers + ": " + sentence(why)
                        + " Check that it runs and lets this user describe the topics, then run again.",
                why);
    }

    private static String sentence(Throwable why) {
        return String.valueOf(why.getMessage()).replaceFirst("[.\\s]*$", ".");
    }

    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException;
    }
}
