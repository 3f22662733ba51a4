package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.FeedOfLines.maxwell;
import static io.highwater.jobs.cdc.FeedOfLines.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tables of one feed, each into its own target. */
class RoutesTest {
    private static final int REFUSED = 4;

    @TempDir
    private Path directory;

    private FeedOfLines feed;

    @BeforeEach
    void aFeed() {
        feed = new FeedOfLines(directory);
    }

    @Test
    void eventsWithoutATargetAreNotPassedOver() throws IOException {
        feed.deliver(
                "1.json",
                insert("orders", 1, "'id':1"),
                insert("customers", 2, "'id':7"),
                insert("customers", 3, "'id':8"));

        CommandLineRun refused = lake("", "orders, [id]", "custommers, [id]").run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .contains(
                        "it has events of tables that have no target",
                        "shop.customers   2 events; did you mean it by custommers?",
                        "--set cdc.unrouted=ignore");
        assertThat(Files.exists(directory.resolve("orders"))).isFalse();
        succeeds(lake("", "orders, [id]", "customers, [id]").run("cdc-merge"));
        assertThat(feed.rows("customers")).containsExactly("7", "8");
        feed.deliver("2.json", insert("orders", 4, "'id':2"), insert("visits", 5, "'id':9"));
        CommandLineRun ignored =
                lake("unrouted = ignore,", "orders, [id]", "customers, [id]").run("cdc-merge");
        succeeds(ignored);
        assertThat(ignored.out()).contains("events of shop.visits have no target");
        assertThat(feed.rows("orders")).containsExactly("1", "2");
    }

    @Test
    void aChangedKeyIsSeenInEveryTableAndUnderEveryName() throws IOException {
        Lake lake = lake("rename { customer_no = no },", "orders, [id]", "customers, [no]");
        feed.deliver(
                "1.json",
                insert("orders", 1, "'id':1"),
                insert("customers", 2, "'id':5,'customer_no':7"),
                maxwell("customers", 3, "'type':'update','data':{'id':5,'customer_no':8},'old':{'customer_no':7}"),
                maxwell("orders", 4, "'type':'update','data':{'id':2},'old':{'id':1}"));

        succeeds(lake.run("cdc-merge"));

        assertThat(feed.rows("orders")).containsExactly("2");
        assertThat(feed.rows("customers")).containsExactly("5|8");
    }

    @Test
    void tooManyThatDoNotFitAreRefusedForAllTables() throws IOException {
        Lake lake = lake("max-problems = 1, types { n = int },", "orders, [id]", "customers, [id]");
        feed.deliver(
                "1.json",
                insert("customers", 1, "'id':1,'n':1"),
                insert("customers", 2, "'id':2,'n':'x'"),
                insert("orders", 3, "'id':1,'n':1"),
                insert("orders", 4, "'id':2,'n':'y'"));

        CommandLineRun refused = lake.run("cdc-merge");

        assertThat(refused.code()).as(refused.err()).isEqualTo(REFUSED);
        assertThat(refused.err()).contains("2 records are no events", "Nothing of the batch was merged");
        assertThat(Files.exists(directory.resolve("orders"))).isFalse();
        assertThat(Files.exists(directory.resolve("customers"))).isFalse();
        assertThat(lake.run("cdc-merge").code()).isEqualTo(REFUSED);
        succeeds(lake.run("cdc-merge", "--set", "cdc.max-problems=2"));
        assertThat(feed.rows("orders")).containsExactly("1|1");
        assertThat(feed.rows("customers")).containsExactly("1|1");
    }

    private Lake lake(String cdc, String... tables) {
        String routes = List.of(tables).stream()
                .map(table -> table.split(", ", 2))
                .map(table -> "{ source = %s, target { path = \"%s\", key = %s } }"
                        .formatted(table[0], directory.resolve(table[0]), table[1]))
                .collect(java.util.stream.Collectors.joining(", "));
        return feed.lake("cdc { delete = hard, %s tables = [ %s ] }".formatted(cdc, routes));
    }

    private static String insert(String table, int xid, String data) {
        return maxwell(table, xid, "'type':'insert','data':{" + data + "}");
    }
}
