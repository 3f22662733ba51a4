package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Debezium made of changes in real databases ends as what those databases held. */
class RealEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private enum Order {
        AS_CAPTURED,
        LAST_FILE_FIRST
    }

    @ParameterizedTest
    @CsvSource({
        "debezium-postgresql/envelope-with-schema, AS_CAPTURED",
        "debezium-postgresql/envelope-with-schema, LAST_FILE_FIRST",
        "debezium-postgresql/envelope, AS_CAPTURED",
        "debezium-mariadb/envelope, AS_CAPTURED"
    })
    void eventsOfARealDatabaseEndAsItsRows(String capture, Order order) throws Exception {
        Lake lake = new Lake(directory)
                .configured(String.format("""
                        source { type = files, path = "%s", format = json }
                        cdc {
                          delete = hard, batch.max-files = 1
                          types { price = "decimal(12,2) base64", weight = "decimal(38,18) variable" }
                          tables = [ { source = "*parcels", target { path = "%s", key = [id] } } ]
                        }
                        """, directory.resolve("feed"), directory.resolve("orders")));
        deliver(capture, order);

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows(lake)).containsExactlyInAnyOrderElementsOf(expected(capture));
    }

    /** Values alone, as a file sink writes them, each step in a file of its own. */
    private void deliver(String capture, Order order) throws IOException, URISyntaxException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(resource(capture))) {
            found.sorted().forEach(files::add);
        }
        if (order == Order.LAST_FILE_FIRST) {
            Collections.reverse(files);
        }
        Files.createDirectories(directory.resolve("feed"));
        for (Path file : files) {
            List<String> values = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                JsonNode value = JSON.readTree(line).path("value");
                if (!value.isNull()) {
                    values.add(value.toString());
                }
            }
            Path target = directory.resolve("feed").resolve(file.getFileName().toString());
            Files.write(target, values);
            Files.setLastModifiedTime(
                    target, java.nio.file.attribute.FileTime.fromMillis(1000L * files.indexOf(file) + 1));
        }
    }

    /** The columns that both sides print alike. */
    private List<String> rows(Lake lake) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(lake.table().toString())
                .selectExpr(
                        "concat_ws('|', id, coalesce(title, '-'), md5(coalesce(document, '-')), coalesce(pieces, -1), coalesce(note, '-'))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> expected(String capture) throws Exception {
        List<String> expected = new ArrayList<>();
        Path file = resource(capture).resolveSibling("expected.jsonl");
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            expected.add(String.join(
                    "|",
                    row.path("id").asText(),
                    text(row, "title"),
                    md5(text(row, "document")),
                    row.path("pieces").isNull() ? "-1" : row.path("pieces").asText(),
                    text(row, "note")));
        }
        return expected;
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).isNull() ? "-" : row.path(name).asText();
    }

    private static String md5(String text) throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("MD5")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(digest);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(RealEventsTest.class.getResource("/cdc/" + name).toURI());
    }
}
