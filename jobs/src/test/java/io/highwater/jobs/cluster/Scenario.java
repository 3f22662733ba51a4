package io.highwater.jobs.cluster;

import java.util.List;
import java.util.Map;

/**
 * A pattern at work on the shop.
 *
 * @param command what is run, twice: at first, and when the shop has lived on
 * @param blocks its configuration but for state and source; {@code {lake}} stands for where tables are, {@code {shop}} for the schema
 * @param expected by the table's name below the lake, the query of the shop that it has to be
 */
record Scenario(String command, String blocks, Map<String, String> expected) {
    /** As both databases spell a row. */
    static final String ROW = "concat_ws('|', id, day, total, note)";

    private static final String ORDERS = "SELECT " + ROW + " FROM {shop}.orders";
    private static final String FOLDED = "SELECT " + ROW + " FROM (SELECT DISTINCT ON (id) * FROM {shop}.events"
            + " ORDER BY id, seq DESC) e WHERE op <> 'D'";
    private static final String TOTALS =
            "SELECT concat_ws('|', count(*), day, sum(total), max(note)) FROM {shop}.orders GROUP BY day";

    private static final String SOURCE = "source { type = jdbc, url = \"{url}\", user = {user},"
            + " password = \"env:DB_PASSWORD\", table = {shop}.orders, splits = 4 }";
    private static final String REFRESH = "full-refresh { skip-unchanged = true }";
    private static final String INCREMENTAL =
            "incremental { column = updated_at, delete-detection = key-compare, compare-every = 0 seconds }";
    private static final String BACKFILL = "backfill { column = day, from = 2024-05-01, through = 2024-05-" + Shop.DAYS
            + ", parallelism = 2, group-rows = 4000, reprocess = all }";
    private static final String FEED = "source { type = files, path = \"{lake}/feed\", format = json }";
    private static final String CDC = "cdc { format = columns, delete = hard, batch.max-files = 2,"
            + " types { total = \"decimal(10,2)\", day = date }, columns { op = op, keep-sequence = false, sequence = [seq] } }";

    static Scenario fullRefresh() {
        return of("full-refresh", REFRESH, "refreshed");
    }

    static Scenario incremental() {
        return of("incremental", INCREMENTAL, "loaded");
    }

    static Scenario backfill() {
        return of("backfill", BACKFILL, "filled");
    }

    static Scenario cdcMerge() {
        return new Scenario(
                "cdc-merge", "job = merged\n" + CDC + "\n" + FEED + "\n" + target("merged"), Map.of("merged", FOLDED));
    }

    /** All of them as steps, a query over what they make, and the tables put in order. */
    static Scenario pipeline() {
        String steps = String.join(
                "\n",
                step("refreshed", "full-refresh", REFRESH + ", " + SOURCE),
                step("loaded", "incremental", INCREMENTAL + ", " + SOURCE),
                step("filled", "backfill", BACKFILL + ", " + SOURCE),
                step("merged", "cdc-merge", CDC + ", " + FEED),
                "totals { pattern = sql, depends-on = [loaded], target { path = \"{lake}/totals\", key = [day] },"
                        + " query = \"SELECT count(*) AS id, day, cast(sum(total) AS decimal(20,2)) AS total,"
                        + " max(note) AS note FROM delta.`{lake}/loaded` GROUP BY day\" }",
                "tidy { pattern = upkeep, depends-on = [refreshed, loaded, filled, merged, totals], when = all-done }");
        return new Scenario(
                "pipeline",
                "pipeline { name = shop, parallelism = 2, steps {\n" + steps + "\n} }",
                Map.of("refreshed", ORDERS, "loaded", ORDERS, "filled", ORDERS, "merged", FOLDED, "totals", TOTALS));
    }

    static List<Scenario> all() {
        return List.of(fullRefresh(), incremental(), backfill(), cdcMerge(), pipeline());
    }

    private static Scenario of(String command, String blocks, String table) {
        return new Scenario(
                command,
                "job = " + table + "\n" + blocks + "\n" + SOURCE + "\n" + target(table),
                Map.of(table, ORDERS));
    }

    private static String step(String name, String pattern, String block) {
        return name + " { pattern = " + pattern + ", " + block + ", " + target(name) + " }";
    }

    private static String target(String table) {
        return "target { path = \"{lake}/" + table + "\", key = [id] }";
    }
}
