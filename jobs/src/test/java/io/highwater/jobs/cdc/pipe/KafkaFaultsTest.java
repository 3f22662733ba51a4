package io.highwater.jobs.cdc.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.job.Step;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot have all records that come next is refused, and says which ones are gone and what helps. */
class KafkaFaultsTest {
    private static final String TOPIC = "faulty";

    @TempDir
    private Path directory;

    private final TestKafka kafka = TestKafka.server();
    private Lake lake;

    @BeforeEach
    void configure() {
        lake = new Lake(directory)
                .configured("""
                source {
                  type = kafka, bootstrap-servers = "%s", topics = [ %s ]
                  properties { max.partition.fetch.bytes = 1, max.poll.records = 1 }
                }
                target { path = "%s", key = [id] }
                cdc { format = columns, columns { op = op, sequence = [seq] }, batch.max-messages = 2 }
                """.formatted(kafka.bootstrapServers(), TOPIC, directory.resolve("orders")));
    }

    @Test
    void recordsThatAreGoneStopTheRunBeforeItWrites() throws Exception {
        assertThat(refused(3)).contains("Cannot read Kafka topics faulty at", "no topic of that name");

        kafka.createTopic(TOPIC, 1);
        produce(1, 2);
        assertThat(lake.run("cdc-merge").code()).isZero();
        produce(3, 8);
        retentionOvertakesTheRun();
        assertThat(ids()).containsExactly("1", "2", "3", "4");
        assertThat(refused(4))
                .contains(
                        "faulty-0   it was read up to offset 4, and 3 records after that were deleted before they were"
                                + " read; it has offsets 7 to 7",
                        "The target is as it was.",
                        "delete " + checkpoint(),
                        "--set cdc.lost-checkpoint=reread");

        kafka.deleteTopic(TOPIC);
        assertThat(refused(4)).contains("faulty-0   it was read up to offset 4, and is not there any more");
        kafka.createTopic(TOPIC, 1);
        produce(101, 101);
        assertThat(refused(4))
                .contains("it was read up to offset 4, and the topic was deleted and made anew since; now it has"
                        + " offsets 0 to 0");
        produce(102, 120);
        assertThat(refused(4)).contains("made anew since; now it has offsets 0 to 19");
        assertThat(ids()).containsExactly("1", "2", "3", "4");

        FileUtils.deleteDirectory(checkpoint());
        CommandLineRun again =
                lake.run("cdc-merge", "--set", "cdc.lost-checkpoint=reread", "--set", "cdc.batch.max-messages=100");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(ids()).hasSize(24);
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() {
        lake.configured("""
                source {
                  type = kafka, bootstrap-servers = "127.0.0.1:9", topics = [ orders ]
                  properties { default.api.timeout.ms = 1000, request.timeout.ms = 500 }
                }
                target { path = "%s", key = [id] }
                """.formatted(directory.resolve("orders")));

        assertThat(refused(7)).contains("Cannot ask Kafka at 127.0.0.1:9", "run again");
    }

    /** The second batch of a run finds that its records are gone, after the first was merged. */
    private void retentionOvertakesTheRun() {
        AtomicBoolean first = new AtomicBoolean(true);
        CommandLineRun run = lake.run(
                step -> {
                    if (step == Step.COMMITTED && first.getAndSet(false)) {
                        kafka.deleteRecordsBefore(TOPIC, 0, 7);
                    }
                },
                "cdc-merge");
        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err())
                .contains("Cannot go on reading Kafka topics faulty", "records were deleted before they were read");
    }

    private String refused(int code) {
        CommandLineRun run = lake.run("cdc-merge");
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        return run.err();
    }

    private void produce(int from, int through) {
        IntStream.rangeClosed(from, through)
                .forEach(id -> kafka.produce(TOPIC, "k", "{\"op\":\"I\",\"seq\":%1$d,\"id\":%1$d}".formatted(id)));
    }

    private Iterable<String> ids() {
        return lake.texts("SELECT id FROM {orders} ORDER BY id");
    }

    private File checkpoint() {
        return lake.state().resolve("checkpoints/orders").toFile();
    }
}
