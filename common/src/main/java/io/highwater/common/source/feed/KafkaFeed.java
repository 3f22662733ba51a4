package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Messages of Kafka topics, as text. A message that was deleted before it was read ends the run.
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

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        properties.forEach((name, value) -> options.put("kafka." + name, value));
        options.put("kafka.bootstrap.servers", servers);
        options.put("startingOffsets", "earliest");
        options.put("failOnDataLoss", "true");
        boolean patterns = topics.stream().anyMatch(topic -> topic.contains("*"));
        options.put(
                patterns ? "subscribePattern" : "subscribe",
                topics.stream()
                        .map(topic -> patterns ? pattern(topic) : topic)
                        .collect(Collectors.joining(patterns ? "|" : ",")));
        return options;
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
