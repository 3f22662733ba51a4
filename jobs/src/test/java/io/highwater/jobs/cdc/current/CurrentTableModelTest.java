package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cdc.model.Deliveries.Delivery;
import io.highwater.jobs.cdc.model.Event;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.ManyFeeds;
import io.highwater.jobs.cdc.model.Scd1Model;
import io.highwater.jobs.cdc.model.Scd1Model.SoftRow;
import io.highwater.jobs.cdc.model.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the way in which events arrive, the table ends as the model says. */
class CurrentTableModelTest {
    private static final int SEEDS = Integer.getInteger("highwater.test.seeds", 24);
    private static final int FIRST = Integer.getInteger("highwater.test.first-seed", 0);
    private static final int AT_A_TIME = 24;
    /** So many ways to arrive there are up to the shuffled one. */
    private static final int SHUFFLED = 3;

    private static final List<String> KEY = List.of("id");
    private static final Shape SHAPE = Shape.lively().sized(3, 5).withNotesUpTo(200);

    private final SparkSession spark = TestSpark.sessionForTinyData();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"hard", "soft"})
    void endsAsTheModelHoweverEventsArrive(String deletes) {
        for (int first = FIRST; first < FIRST + SEEDS; first += AT_A_TIME) {
            List<Event> events = ManyFeeds.of(first, AT_A_TIME, SHAPE);
            for (Delivery delivery : deliveries(first, deletes)) {
                CurrentTable table = table(deletes, deletes + first + delivery.name());
                load(table, delivery.batches());
                String name = "seeds from " + first + ", " + delivery.name();
                if (deletes.equals("hard")) {
                    assertThat(EventRows.differences(rows(table), Scd1Model.hard(events)))
                            .as(name)
                            .isEmpty();
                } else {
                    assertThat(EventRows.differences(softRows(table), Scd1Model.soft(events)))
                            .as(name)
                            .isEmpty();
                }
            }
        }
    }

    /** In the build one of them; with -Dhighwater.test.deliveries=all, for minutes, all. */
    private static List<Delivery> deliveries(long first, String deletes) {
        List<Delivery> all = ManyFeeds.deliveries(first, AT_A_TIME, SHAPE);
        int last = deletes.equals("hard") ? all.size() : SHUFFLED;
        return System.getProperty("highwater.test.deliveries", "").equals("all") ? all : all.subList(last - 1, last);
    }

    private CurrentTable table(String deletes, String name) {
        String path = directory.resolve(name.replace(" ", "-")).toString();
        return new CurrentTable(
                DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/table")),
                new Layout(List.of(), List.of(), Optional.empty(), Map.of()),
                EventRows.COLUMNS,
                SchemaFit.fresh(EventRows.COLUMNS),
                KEY,
                new Bookkeeping(
                        DataTypes.LongType,
                        deletes.equals("soft") ? Optional.of(new SoftDelete("_deleted_at")) : Optional.empty()),
                new Tombstones(spark, path + "/tombstones", KEY));
    }

    private void load(CurrentTable table, List<List<Event>> batches) {
        for (int batch = 0; batch < batches.size(); batch++) {
            List<Event> events = batches.get(batch);
            Stamp stamp = new Stamp("model", "run", batch + 1, "cdc-merge", Map.of());
            var unused = table.stage(EventRows.of(spark, events), EventRows.content(events), stamp)
                    .publish(stamp);
        }
    }

    private Map<String, Map<String, Object>> rows(CurrentTable table) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        content(table)
                .forEach(row -> assertThat(rows.put(row.getAs("id"), EventRows.values(row)))
                        .isNull());
        return rows;
    }

    private Map<String, SoftRow> softRows(CurrentTable table) {
        Map<String, SoftRow> rows = new TreeMap<>();
        content(table)
                .forEach(row -> assertThat(rows.put(
                                row.getAs("id"),
                                new SoftRow(EventRows.values(row), row.getAs("gone"), row.getAs("_sequence"))))
                        .isNull());
        return rows;
    }

    private List<Row> content(CurrentTable table) {
        Dataset<Row> rows =
                spark.read().format("delta").load(table.target().address().toString());
        return EventRows.readable(rows)
                .withColumn(
                        "gone",
                        Arrays.asList(rows.columns()).contains("_deleted_at")
                                ? col("_deleted_at").isNotNull()
                                : lit(false))
                .collectAsList();
    }
}
