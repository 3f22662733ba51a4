package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.source.DataPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Messages of Kafka topics, as text. A message that was deleted before it was read is a loss.
 *
 * @param servers where the brokers are, as Kafka writes it
 * @param topics names of topics; a {@code *} stands for anything
 * @param properties properties of Kafka's consumer
 */
public record KafkaFeed(String servers, List<String> topics, Map<String, String> properties) implements Feed {
    public KafkaFeed {
        topics = List.copyOf(topics);
        properties = Map.copyOf(properties);
    }

    @Override
    public String describe() {
        return "Kafka topics " + String.join(", ", topics) + " at " + servers;
    }

    @Override
    public List<DataPlace> places() {
        return topics.stream()
                .<DataPlace>map(topic -> new DataPlace.Topic(servers, topic))
                .toList();
    }

    @Override
    public Form form() {
        return Form.TEXT;
    }

    @Override
    public Dataset<Row> present(SparkSession spark) {
        return records(spark.read().format("kafka").options(options()).load());
    }

    @Override
    public Dataset<Row> stream(SparkSession spark, Limits limits) {
        return records(spark.readStream()
                .format("kafka")
                .options(options())
                .option("maxOffsetsPerTrigger", limits.messages())
                .load());
    }

    /** A topic that was deleted and made anew counts as another, even if it has as many messages as the former had. */
    @Override
    public Standing standing(Progress progress) {
        KafkaBrokers brokers = new KafkaBrokers(servers, properties);
        KafkaLog log = patterns() ? brokers.log(Pattern.compile(pattern())) : brokers.log(topics);
        List<Refusal> losses = new KafkaLosses(progress, log).found();
        if (losses.isEmpty()) {
            refuseMissing(log);
        }
        return new Standing(log.ids(), losses);
    }

    private void refuseMissing(KafkaLog log) {
        Set<String> found =
                log.spans().keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        List<String> missing = patterns()
                ? (found.isEmpty() ? topics : List.of())
                : topics.stream().filter(topic -> !found.contains(topic)).toList();
        if (!missing.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read Kafka topics " + String.join(", ", missing) + " at " + servers
                            + ": there is no topic of that name. Check highwater.source.topics, and that this user may"
                            + " see the topics.");
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        properties.forEach((name, value) -> options.put("kafka." + name, value));
        options.put("kafka.bootstrap.servers", servers);
        options.put("startingOffsets", "earliest");
        options.put("failOnDataLoss", "true");
        options.put(patterns() ? "subscribePattern" : "subscribe", patterns() ? pattern() : String.join(",", topics));
        return options;
    }

    private boolean patterns() {
        return topics.stream().anyMatch(topic -> topic.contains("*"));
    }

    private String pattern() {
        return topics.stream().map(KafkaFeed::pattern).collect(Collectors.joining("|"));
    }

    private static String pattern(String topic) {
        return List.of(topic.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    private static Dataset<Row> records(Dataset<Row> messages) {
        return messages.select(
                col("value").cast("string").as(Records.VALUE),
                col("key").cast("string").as(Records.KEY),
                col("topic").as(Records.TOPIC),
                concat_ws("-", col("topic"), col("partition")).as(Records.ORIGIN),
                lit(0L).as(Records.BLOCK),
                col("offset").as(Records.ORDINAL));
    }
}
