package io.highwater.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    static Path directory;

    private static Path dir;
    private static CommandLineRun demo;

    @BeforeAll
    static void runDemo() {
        dir = directory.resolve("demo");
        demo = CommandLineRun.of(
                Map.of("HIGHWATER_COMMAND", "hw"), step -> {}, "demo", "--dir", dir.toString(), "--orders", "600");
    }

    @Test
    void everyChapterIsToldAndTrue() {
        assertThat(demo.code()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out()).contains(": 4 tables").doesNotContain("information_schema");
        assertThat(demo.out())
                .containsSubsequence(
                        "1  A shop's order system, in H2",
                        "2  Advice: how to load each table, and why",
                        "$ hw advise --conf-file " + dir + "/shop.conf --out " + dir,
                        "public.customers ",
                        "full-refresh  small: fewer than 100,000 rows",
                        "3  The first night: one pipeline loads every table, and what is made of them",
                        "$ hw pipeline --conf-file " + dir + "/nightly.conf",
                        "ok  H2 and Delta agree on orders: 600 rows, SUM(total) = ",
                        "ok  and all products together sold for as much as all lines of orders: ",
                        "4  A day in the shop: the tables follow in the next night",
                        "ok  exactly what happened in H2 to orders: 12 new, ",
                        "ok  H2 and Delta agree on orders: 612 rows, SUM(total) = ",
                        "5  An accident in the database: the guards refuse it, what depends on it waits",
                        "shop> DELETE FROM orders;",
                        "empty-source   the source has no rows",
                        "ok  exit code 5: a part was done",
                        "ok  the table is still at version 1",
                        "ok  what is made of orders was skipped, to the last step; what is not was loaded",
                        "$ hw pipeline --conf-file " + dir + "/nightly.conf --resume",
                        "ok  three steps were kept, and three were done",
                        "6  Bad rows in good company: they are set aside",
                        "total_not_negative      1206",
                        "ok  7 rows are in quarantine, as many as are negative in H2",
                        "7  Second thoughts: the last load is undone",
                        "ok  row by row, version 4 is what version 2 was: 0 new, 0 changed, 0 gone",
                        "8  Only what changed: an incremental load, and the proof",
                        "ok  H2 and Delta agree on orders_live: 654 rows",
                        "ok  three orders are new and five are changed, none is lost or doubled",
                        "the same: table orders at",
                        "ok  H2 and Delta agree on orders_live: 657 rows",
                        "9  Changes instead of rows: a late one, a deletion, a replay",
                        "4 events: 4 periods begun, 0 changed, 0 taken back; 0 events were known",
                        "6 events: 1 periods begun, 2 changed, 0 taken back; 4 events were known",
                        "ok  the late price split the period it fell into, cocoa ended, and the replay changed",
                        "10  Half a year, week by week: one week fails, and only that is done again",
                        "check total_not_negative   7 of ",
                        "ok  exit code 5: a part was done",
                        "ok  one week was loaded, the others were not read again",
                        "ok  H2 and Delta agree on orders_past: 657 rows",
                        "11  What all jobs did, and what to do next",
                        "$ hw report --conf-file " + dir + "/shop.conf --out " + dir + "/report.html",
                        "the report is " + dir + "/report.html",
                        "Everything came out as told");
    }

    @Test
    void sourceAndLakeAreLeftAsToldForWhoeverLooks() throws SQLException {
        assertThat(rowsInH2("orders")).isEqualTo(600 + 12 + 42 + 3);
        assertThat(rowsInDelta("lake/orders")).isEqualTo(612);
        assertThat(rowsInDelta("lake/customers")).isEqualTo(rowsInH2("customers"));
        assertThat(rowsInDelta("lake/order_lines")).isEqualTo(rowsInH2("order_lines"));
        assertThat(rowsInDelta("lake/_highwater/quarantine/orders")).isEqualTo(7);
        assertThat(rowsInDelta("lake/best_sellers")).isEqualTo(rowsInH2("products"));
        assertThat(dir.resolve("report.html")).content().contains("best_sellers", "id=\"backfills\"");
    }

    @Test
    void whatIsProposedAtTheEndWorksByHand() {
        CommandLineRun dryRun = CommandLineRun.of(
                Map.of(), step -> {}, "full-refresh", "--conf-file", dir + "/orders.conf", "--dry-run");

        assertThat(dryRun.code()).as(dryRun.err()).isZero();
        assertThat(demo.out().replaceAll("\\s+", " "))
                .contains("hw full-refresh --conf-file " + dir + "/orders.conf --dry-run");
        assertThat(dryRun.out()).contains("would replace " + dir + "/lake/orders, version 4: 612 rows");
    }

    @Test
    void onlyPathsMakeLinesLongerThanATerminal() {
        assertThat(demo.out().lines().filter(line -> !line.contains(dir.toString())))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void shopTooSmallForTheStoryIsRefused() {
        CommandLineRun small =
                CommandLineRun.of(Map.of(), step -> {}, "demo", "--dir", directory + "/small", "--orders", "199");

        assertThat(small.code()).isEqualTo(2);
        assertThat(small.err())
                .isEqualToIgnoringNewLines("Cannot make a shop with 199 orders: the demo needs from 200 to 10,000,000."
                        + " Give another --orders.");
        assertThat(directory.resolve("small")).doesNotExist();
    }

    private static long rowsInDelta(String table) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(dir.resolve(table).toString())
                .count();
    }

    private static long rowsInH2(String table) throws SQLException {
        try (var connection = DriverManager.getConnection(Shop.url(dir + "/shop"), "shop", "");
                var statement = connection.createStatement();
                var count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }
}
