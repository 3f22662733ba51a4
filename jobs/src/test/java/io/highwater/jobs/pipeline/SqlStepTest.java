package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlStepTest {
    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void sales() {
        sql("CREATE TABLE {sales} (day INT, shop STRING, total INT) USING delta");
        sql("INSERT INTO {sales} VALUES (1, 'a', 10), (1, 'a', 5), (1, 'b', 1), (2, 'a', 7)");
        lake = lake("SELECT day, shop, sum(total) AS total FROM {sales} GROUP BY day, shop", "");
    }

    private Lake lake(String query, String more) {
        return new Lake(directory).written("""
                pipeline { name = shop, steps { sums {
                  pattern = sql, write = merge, query = "%s", target { path = "%s", key = [day, shop] }
                  %s
                } } }
                """.formatted(located(query), directory.resolve("orders"), more));
    }

    private String located(String sql) {
        return sql.replace("{sales}", "delta.`" + directory.resolve("sales") + "`");
    }

    private void sql(String text) {
        TestSpark.session().sql(located(text));
    }

    private void assertThatSumsAre(String... rows) {
        assertThat(lake.texts("SELECT concat_ws('|', day, shop, total) FROM {orders} ORDER BY day, shop"))
                .containsExactly(rows);
    }

    @Test
    void mergeReplacesByKeyAndLeavesTheRest() {
        assertThat(lake.run("pipeline").code()).isZero();
        assertThatSumsAre("1|a|15", "1|b|1", "2|a|7");
        CommandLineRun same = lake.run("pipeline");
        assertThat(same.out()).contains("the table holds what the query comes to");
        sql("DELETE FROM {sales} WHERE day = 1 AND shop = 'b'");
        sql("INSERT INTO {sales} VALUES (2, 'a', 1), (3, 'c', 2)");

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(" 2 +\\d+  committed");
        assertThatSumsAre("1|a|15", "1|b|1", "2|a|8", "3|c|2");
        assertThat(lake.history()).hasSize(2);
    }

    @Test
    void rowsThatTheKeyCannotTellApartAreRefused() throws IOException {
        lake = lake("SELECT day, shop, total FROM {sales}", "");

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("Refused to merge into ", "key-unique");
        try (Stream<Path> left = Files.walk(directory.resolve("orders"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void rowsThatFailACheckAreSetAside() {
        lake = lake(
                "SELECT day, shop, sum(total) AS total FROM {sales} GROUP BY day, shop",
                "checks = [ { name = large, where = \"total > 5\", on-fail = quarantine } ]");

        CommandLineRun run = lake.run("pipeline");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("committed, 1 rows set aside");
        assertThatSumsAre("1|a|15", "2|a|7");
    }

    @Test
    void queryThatCannotBeUnderstoodAndAMergeWithoutAKeyAreSaid() {
        lake = lake("SELECT nothing FROM {sales}", "");
        CommandLineRun run = lake.run("pipeline");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("Cannot understand query SELECT nothing FROM", "nothing");
        CommandLineRun namesake = lake.run("pipeline", "--set", "pipeline.name=sums");
        assertThat(namesake.code()).isEqualTo(3);
        assertThat(namesake.err()).contains("steps.sums.job", "the pipeline is job sums below ");
        CommandLineRun keyless = lake.run("pipeline", "--set", "pipeline.steps.sums.target.key=[]");
        assertThat(keyless.code()).isEqualTo(3);
        assertThat(keyless.err()).contains("pipeline.steps.sums.target.key", "write = merge goes by them");
    }
}
