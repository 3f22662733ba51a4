package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FeedOfLines.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that AWS DMS fills: a directory for each table, below one for its schema. */
class DmsTablesTest {
    private static final int REFUSED = 4;
    private static final String SEQUENCE = "2024010112000000000000000000000000%d";

    @TempDir
    private Path directory;

    @Test
    void everyTableOfABucketHasColumnsOfItsOwnAndFullLoadsMayLackTheOperation() throws IOException {
        deliver("public/orders/LOAD00000001.csv", "1,5.50,", "2,7.25,", "3,1.00,");
        deliver("public/customers/LOAD00000001.csv", "I,1,Ann,", "I,2,\"Bob, the builder\",");
        deliver("public/orders/2024/01/01/20240101-120000123.csv", change("U", 1, "1,6.50"), change("D", 2, "2,7.25"));
        deliver("public/customers/20240101-120000123.csv", change("I", 1, "3,Cleo"));
        deliver("public/visits/20240101-120000123.csv", change("I", 1, "9"));

        CommandLineRun refused = lake(false).run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("public.visits", "tables that have no target", "cdc.unrouted=ignore");
        assertThat(Files.exists(directory.resolve("orders"))).isFalse();
        CommandLineRun first = lake(true).run("cdc-merge");
        succeeds(first);
        assertThat(first.out()).contains("public.orders: 5 events: 2 inserted");
        assertThat(new FeedOfLines(directory).rows("orders")).containsExactly("1|6.50", "3|1.00");
        assertThat(new FeedOfLines(directory).rows("customers"))
                .containsExactly("1|Ann", "2|Bob, the builder", "3|Cleo");
        assertThat(new FeedOfLines(directory).rows("visits")).containsExactly("9");

        deliver("public/orders/2024/01/02/20240102-120000123.csv", change("D", 3, "3,1.00"), change("I", 4, "4,8.00"));
        CommandLineRun second = lake(true).run("cdc-merge");

        succeeds(second);
        assertThat(new FeedOfLines(directory).rows("orders")).containsExactly("1|6.50", "4|8.00");
        assertThat(second.out()).contains("public.orders: 2 events", "the feed has nothing new");

        String orders = deliver("public/orders/20240103-120000123.csv", change("U", 5, "4,9.00"));
        CommandLineRun several = lake(true).run("cdc-merge", "--files", orders, directory + "/bucket/public/visits");
        assertThat(several.err()).contains("they are of several tables, [public.orders, public.visits]");
        CommandLineRun once = lake(true).run("cdc-merge", "--files", orders);
        succeeds(once);
        assertThat(once.out()).contains("public.orders: 1 events");
        assertThat(new FeedOfLines(directory).rows("orders")).containsExactly("1|6.50", "4|9.00");
    }

    @Test
    void aRowOfAFullLoadThatLacksAnythingElseIsNoEvent() throws IOException {
        deliver("public/orders/LOAD00000001.csv", "1,5.50,", "I,2,7.25", "3");
        Lake lake = lake(
                "{ source = public.orders, schema = \"Op STRING, id STRING, total STRING, AR_H_CHANGE_SEQ STRING\","
                        + " target { path = \"%s\", key = [id] } }".formatted(directory.resolve("orders")));

        CommandLineRun refused = lake.run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .contains("2 records are no events", "LOAD00000001.csv:2", "LOAD00000001.csv:3", "I,2,7.25");
    }

    @Test
    void tablesInParquetHaveTheColumnsOfTheirFiles() throws IOException {
        parquet(
                "public/orders/LOAD00000001.parquet",
                "SELECT CAST(null AS STRING) Op, 1L id, 5.5 total, '' AR_H_CHANGE_SEQ");
        parquet("public/customers/LOAD1.parquet", "SELECT 'I' Op, 1L id, 'Ann' name, '' AR_H_CHANGE_SEQ");
        parquet(
                "public/customers/2024/01/01/changes.parquet",
                "SELECT 'D' Op, 1L id, 'Ann' name, '1' AR_H_CHANGE_SEQ UNION ALL SELECT 'I', 2L, 'Bob', '2'");
        Lake lake = lake("""
                { source = orders, target { path = "%s", key = [id] } }
                { source = customers, target { path = "%s", key = [id] } }
                """.formatted(directory.resolve("orders"), directory.resolve("customers")));

        succeeds(lake.run("cdc-merge", "--set", "source.format=parquet"));

        assertThat(new FeedOfLines(directory).rows("orders")).containsExactly("1|5.5");
        assertThat(new FeedOfLines(directory).rows("customers")).containsExactly("2|Bob");
    }

    private void parquet(String path, String sql) throws IOException {
        Path written = directory.resolve("written");
        TestSpark.session().sql(sql).coalesce(1).write().mode("overwrite").parquet(written.toString());
        Path file = directory.resolve("bucket").resolve(path);
        Files.createDirectories(file.getParent());
        try (Stream<Path> parts = Files.list(written)) {
            Files.move(
                    parts.filter(part -> part.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow(),
                    file);
        }
    }

    private Lake lake(boolean visits) {
        String tables =
                route("orders", "id BIGINT, total DECIMAL(10,2)") + route("customers", "id BIGINT, name STRING");
        return lake(visits ? tables + route("visits", "id INT") : tables);
    }

    private Lake lake(String tables) {
        return new Lake(directory).configured("""
                        source { type = files, path = "%s", format = csv }
                        cdc { format = dms, delete = hard, tables = [ %s ] }
                        """.formatted(directory.resolve("bucket"), tables));
    }

    private String route(String table, String columns) {
        return "{ source = %s, schema = \"Op STRING, %s, AR_H_CHANGE_SEQ STRING\", target { path = \"%s\", key = [id] } }\n"
                .formatted(table, columns, directory.resolve(table));
    }

    private String deliver(String path, String... lines) throws IOException {
        Path file = directory.resolve("bucket").resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines)).toString();
    }

    private static String change(String op, int number, String values) {
        return op + "," + values + "," + SEQUENCE.formatted(number);
    }
}
