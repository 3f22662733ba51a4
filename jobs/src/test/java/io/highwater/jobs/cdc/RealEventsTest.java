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
    /** Its large value did not change with its key, the events have it under the former key alone, and it is set aside. */
    private static final int KEY_CHANGED = 40;
    /** A column that is added with a default fills rows that are there, and no event says so. */
    private static final String DEFAULT = "none";

    @TempDir
    private Path directory;

    private enum Order {
        AS_CAPTURED,
        LAST_FILE_FIRST
    }

    @ParameterizedTest
    @CsvSource({
        "debezium-postgresql/envelope-with-schema, LAST_FILE_FIRST, 6, expected-before-truncate.jsonl",
        "debezium-postgresql/envelope, AS_CAPTURED, 9, expected.jsonl",
        "debezium-mariadb/envelope, AS_CAPTURED, 4, expected-before-truncate.jsonl",
        "debezium-postgresql/flattened, AS_CAPTURED, 6, expected-before-truncate.jsonl"
    })
    void eventsOfARealDatabaseEndAsItsRows(String capture, Order order, int files, String expected) throws Exception {
        Lake lake = new Lake(directory)
                .configured(String.format(
                        """
                        source { type = files, path = "%s", format = json }
                        cdc {
                          delete = hard, batch.max-files = %d, max-problems = 1, unrouted = ignore
                          types {
                            price = "decimal(12,2) base64", ratio = double
                            weight = string, sent_at = string, ordered_on = string, packed_at = string
                          }
                          tables = [ { source = "*parcels", target { path = "%s", key = [id] } } ]
                        }
                        """,
                        directory.resolve("feed"),
                        order == Order.AS_CAPTURED ? files : 2,
                        directory.resolve("orders")));
        deliver(capture, order, files);

        CommandLineRun run = lake.run("cdc-merge");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows(lake))
                .containsExactlyInAnyOrderElementsOf(expected(resource(capture).resolveSibling(expected)));
    }

    /** Values alone, as a file sink writes them, each step in a file of its own. */
    private void deliver(String capture, Order order, int steps) throws IOException, URISyntaxException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(resource(capture))) {
            found.sorted().limit(steps).forEach(files::add);
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
                .filter("id <> " + KEY_CHANGED)
                .selectExpr(
                        "concat_ws('|', id, coalesce(title, '-'), md5(coalesce(document, '-')), coalesce(pieces, -1), coalesce(note, 'none'))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> expected(Path file) throws Exception {
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            if (row.path("id").asInt() == KEY_CHANGED) {
                continue;
            }
            expected.add(String.join(
                    "|",
                    row.path("id").asText(),
                    text(row, "title"),
                    md5(text(row, "document")),
                    row.path("pieces").isNull() ? "-1" : row.path("pieces").asText(),
                    row.path("note").asText(DEFAULT)));
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
