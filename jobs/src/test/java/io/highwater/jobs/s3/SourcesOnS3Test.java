package io.highwater.jobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.Mishap;
import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.TestSpark;
import io.highwater.common.testing.Weather;
import io.highwater.jobs.CommandLineRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources on S3 other than feeds of changes, and what loads make of a store that answers badly. */
class SourcesOnS3Test {
    private static final String DATED = """
            job = orders
            source { type = files, path = "{lake}/landing/{yyyy}/orders_{yyyyMMdd}.json", format = json }
            target { path = "{lake}/orders", key = [id] }
            backfill { column = day, from = 2024-01-03, through = 2024-01-04, group-rows = 1, parallelism = 1 }
            """;

    private S3Lake lake = new S3Lake(TestS3.server());

    @AfterEach
    void forgetWhereS3Is() {
        lake.close();
    }

    @Test
    void filesWithTheDateInTheirNamesFillTheirDays() {
        landed();

        assertThat(lake.succeeds("backfill").out()).contains("2 intervals loaded");

        assertThat(orders()).containsExactly("3 2024-01-03", "4 2024-01-04");
    }

    @Test
    void snapshotsAreComparedWithTheTableAndDeltaTablesAreRead() {
        lake.configured("""
                job = orders
                source { type = files, path = "{lake}/snapshots", format = csv, schema = "id BIGINT, day STRING" }
                target { path = "{lake}/orders", key = [id] }
                cdc { from = snapshots, snapshots.each = directory, delete = hard }
                """);
        lake.written("snapshots/2024-01-01/a.csv", "1,old\n2,old\n").written("snapshots/2024-01-02/a.csv", "2,new\n");
        lake.succeeds("cdc-merge");
        assertThat(orders()).containsExactly("2 new");

        lake.configured("""
                job = copy
                source { type = delta, path = "{lake}/orders" }
                target { path = "{lake}/orders-copy", key = [id] }
                """);
        lake.succeeds("full-refresh");
        assertThat(TestSpark.session()
                        .read()
                        .format("delta")
                        .load(lake.uri() + "/orders-copy")
                        .count())
                .isEqualTo(1);
    }

    /** Every fifth request is refused for a while, some fail, some answers end in their midst, and commits get none. */
    @Test
    void badAnswersAreSurvivedAndNothingIsLoadedTwice() {
        AtomicBoolean over = new AtomicBoolean();
        Function<S3Request, Mishap> storm = storm();
        lake.close();
        lake = new S3Lake(TestS3.under(request -> over.get() ? Mishap.none() : storm.apply(request)));
        landed();

        lake.succeeds("backfill");
        over.set(true);
        assertThat(orders()).containsExactly("3 2024-01-03", "4 2024-01-04");
        assertThat(lake.texts("DESCRIBE HISTORY {orders}")).containsExactly("1", "0");
    }

    private static Function<S3Request, Mishap> storm() {
        List<Function<S3Request, Mishap>> all = List.of(
                Weather.first(3, SourcesOnS3Test::makesACommit, new Mishap.Unanswered()),
                Weather.every(5, request -> true, Mishap.slowDown()),
                Weather.every(7, request -> true, new Mishap.Refused(500, "InternalError")),
                Weather.every(11, request -> request.operation().equals("GET"), new Mishap.CutShort()));
        return request -> all.stream()
                .map(weather -> weather.apply(request))
                .filter(mishap -> !mishap.equals(Mishap.none()))
                .findFirst()
                .orElse(Mishap.none());
    }

    private static boolean makesACommit(S3Request request) {
        return request.method().equals("PUT") && request.key().matches(".*/_delta_log/\\d{20}\\.json");
    }

    @Test
    void bucketThatVanishesWhileALoadIsAtWorkIsTold() {
        TestS3 s3 = TestS3.server();
        landed();

        CommandLineRun run = lake.run(step -> s3.delete(lake.bucket()), "backfill");

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("The specified bucket does not exist");
    }

    private void landed() {
        lake.configured(DATED);
        lake.written("landing/2024/orders_20240103.json", "{\"id\":3}\n")
                .written("landing/2024/orders_20240104.json", "{\"id\":4}\n")
                .written("landing/2024/orders_20240199.json", "{\"no\":\"such day\"}\n");
    }

    private List<String> orders() {
        return lake.texts("SELECT concat_ws(' ', id, day) FROM {orders} ORDER BY id");
    }
}
