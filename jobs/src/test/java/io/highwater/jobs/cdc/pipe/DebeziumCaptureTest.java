package io.highwater.jobs.cdc.pipe;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebeziumCaptureTest {
    private static final CapturePlan PLAN = CapturePlan.of("piped", "public.piped_orders");
    private static final String TOPIC = PLAN.topic("public.piped_orders");

    @TempDir
    static Path directory;

    private final TestPostgres database = TestPostgres.server();
    private final TestKafka kafka = TestKafka.server();
    private final Path files = directory.resolve("files");

    @AfterAll
    static void forget() {
        DebeziumCapture.forget(PLAN, TestPostgres.server());
    }

    @Test
    void changesArriveInKafkaAndInFilesAndTheNextCaptureGoesOn() {
        database.execute(
                "CREATE TABLE piped_orders (id bigint PRIMARY KEY, note text)",
                "INSERT INTO piped_orders VALUES (1, 'one'), (2, 'two')");
        try (DebeziumCapture capture = start()) {
            capture.awaitCaughtUp();
            database.execute(
                    "INSERT INTO piped_orders VALUES (3, 'three')",
                    "UPDATE piped_orders SET note = 'ünö' WHERE id = 1",
                    "DELETE FROM piped_orders WHERE id = 2");
            capture.awaitCaughtUp();
        }
        database.execute("UPDATE piped_orders SET id = 4 WHERE id = 3", "TRUNCATE piped_orders");
        try (DebeziumCapture capture = start()) {
            capture.awaitCaughtUp();
        }

        String[] ops = {"1 r", "2 r", "3 c", "1 u", "2 d", "2 tombstone", "3 d", "3 tombstone", "4 c", "null t"};
        assertThat(ops(inKafka())).containsExactly(ops);
        assertThat(ops(inFiles())).containsExactlyInAnyOrder(ops);
        assertThat(inKafka()
                        .filter("offset = 3")
                        .select("value")
                        .as(Encoders.STRING())
                        .head())
                .contains("\"after\":{\"id\":1,\"note\":\"ünö\"}");
    }

    @Test
    void retentionForgetsTheOldestRecords() {
        kafka.createTopic("forgetful", 1);
        assertThat(kafka.produce("forgetful", "k", "a", "b", null)).isEqualTo(2);

        kafka.deleteRecordsBefore("forgetful", 0, 1);

        assertThat(kafka.beginningOffset("forgetful", 0)).isEqualTo(1);
        assertThat(kafka.endOffset("forgetful", 0)).isEqualTo(3);
        assertThat(inKafka("forgetful").select("value").as(Encoders.STRING()).collectAsList())
                .containsExactly("b", null);
    }

    private DebeziumCapture start() {
        CaptureSink sink = new KafkaSink(kafka, 1).and(FileSink.ofRecords(files, 4));
        return DebeziumCapture.postgres(PLAN, database, directory, sink);
    }

    private static Dataset<Row> inKafka() {
        return inKafka(TOPIC);
    }

    private static Dataset<Row> inKafka(String topic) {
        return TestSpark.session()
                .read()
                .format("kafka")
                .option("kafka.bootstrap.servers", TestKafka.server().bootstrapServers())
                .option("subscribe", topic)
                .load()
                .selectExpr("offset", "CAST(key AS STRING) AS key", "CAST(value AS STRING) AS value")
                .orderBy("offset");
    }

    private Dataset<Row> inFiles() {
        return TestSpark.session()
                .read()
                .text(files.resolve(TOPIC).toString())
                .select(
                        get_json_object(col("value"), "$.key").as("key"),
                        get_json_object(col("value"), "$.value").as("value"));
    }

    private static List<String> ops(Dataset<Row> records) {
        return records.selectExpr("concat(coalesce(get_json_object(key, '$.id'), 'null'), ' ',"
                        + " coalesce(get_json_object(value, '$.op'), 'tombstone'))")
                .as(Encoders.STRING())
                .collectAsList();
    }
}
