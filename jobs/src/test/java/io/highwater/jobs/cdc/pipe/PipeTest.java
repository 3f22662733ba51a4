package io.highwater.jobs.cdc.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.AsUsersRunIt;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What happens in PostgreSQL comes through Debezium, by Kafka or in files, into Delta tables that equal the source's. */
@AsUsersRunIt
class PipeTest {
    private static final String EVERYTHING = "true";
    private static final String SET_ASIDE = "--set=cdc.max-problems=1";
    private static final CapturePlan PLAN = CapturePlan.of(
                    "pipe", ShopDatabase.tables().stream().map(Mirror::table).toArray(String[]::new))
            .withSchemas();

    @TempDir
    private Path directory;

    private final ShopDatabase shop = new ShopDatabase(TestPostgres.server());

    @AfterEach
    void forget() {
        DebeziumCapture.forget(PLAN, TestPostgres.server());
        TestPostgres.server().execute("DROP SCHEMA piped CASCADE");
        ShopDatabase.tables().forEach(each -> TestKafka.server().deleteTopic(PLAN.topic(each.table())));
    }

    @Test
    void tablesEqualTheirSources() throws IOException {
        shop.create();
        try (DebeziumCapture capture = capture()) {
            capture.awaitCaughtUp();
            shop.change();
            shop.changeKeyAlone();
            shop.touch();
            shop.emptyAndAlter();
            Lake byKafka = byKafka();
            mergeAndCompare(byKafka, capture, SET_ASIDE);
            assertThat(byKafka.texts("SELECT get_json_object(row, '$.key') FROM delta.`"
                            + directory.resolve("kafka/state/quarantine/orders") + "`"))
                    .singleElement()
                    .asString()
                    .startsWith("{");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "highwater.test.pipe", matches = "stages", disabledReason = "takes minutes")
    void tablesEqualTheirSourcesAfterEveryStage() throws IOException {
        Lake byKafka = byKafka();
        shop.create();
        try (DebeziumCapture capture = capture()) {
            mergeAndCompare(byKafka, capture);
            shop.change();
            shop.changeKeyAlone();
            refuseTheKeyChange(byKafka, capture);
            shop.touch();
            mergeAndCompare(byKafka, capture, SET_ASIDE);
            shop.emptyAndAlter();
            mergeAndCompare(byKafka, capture);
        }

        FileUtils.deleteDirectory(directory.resolve("kafka/state/checkpoints").toFile());
        assertThat(merge(byKafka, SET_ASIDE, "--set", "cdc.lost-checkpoint=reread"))
                .contains("piped.accounts: 31 events: 0 inserted, 0 updated, 0 deleted");
        compare("kafka", EVERYTHING);

        merge(lake("files", "delete = soft", """
                type = files, format = json, path = "%s"
                """.formatted(directory.resolve("feed"))), SET_ASIDE);
        compare("files", "_deleted_at IS NULL");
    }

    /** What was sent of the row is not all of it, and what was sent before is under its former key. */
    private void refuseTheKeyChange(Lake lake, DebeziumCapture capture) {
        capture.awaitCaughtUp();
        CommandLineRun run = lake.run("cdc-merge");
        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err())
                .contains("the key of this row changed, and the source did not send document", "REPLICA IDENTITY FULL");
    }

    private Lake byKafka() throws IOException {
        return lake("kafka", "delete = hard", """
                type = kafka, bootstrap-servers = "%s", topics = ["pipe.piped.*"]
                """.formatted(TestKafka.server().bootstrapServers()));
    }

    private DebeziumCapture capture() {
        CaptureSink sink = new KafkaSink(TestKafka.server(), 3).and(FileSink.ofValues(directory.resolve("feed"), 50));
        return DebeziumCapture.postgres(PLAN, shop.database(), directory, sink);
    }

    private void mergeAndCompare(Lake lake, DebeziumCapture capture, String... arguments) {
        capture.awaitCaughtUp();
        merge(lake, arguments);
        compare("kafka", EVERYTHING);
    }

    private static String merge(Lake lake, String... arguments) {
        CommandLineRun run = lake.run("cdc-merge", arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private void compare(String lake, String condition) {
        for (Mirror each : ShopDatabase.tables()) {
            assertThat(each.target(directory.resolve(lake).resolve(each.name()), condition))
                    .as(each.table())
                    .isEqualTo(each.source(shop.database()));
        }
    }

    /** Each table into its own target; messages tell their keys, and files do not. */
    private Lake lake(String name, String cdc, String source) throws IOException {
        String tables = ShopDatabase.tables().stream()
                .map(each -> "{ source = %s, target { path = \"%s\" %s } }"
                        .formatted(
                                each.table(),
                                directory.resolve(name).resolve(each.name()),
                                name.equals("files") ? ", key = [" + each.key() + "]" : ""))
                .collect(Collectors.joining(", "));
        return new Lake(Files.createDirectories(directory.resolve(name)))
                .configured("source { %s }\ncdc { %s, tables = [ %s ] }".formatted(source.strip(), cdc, tables));
    }
}
