package io.highwater.jobs.cdc.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cdc.model.Deliveries.Delivery;
import io.highwater.jobs.cdc.model.Event;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.Feeds;
import io.highwater.jobs.cdc.model.ManyFeeds;
import io.highwater.jobs.cdc.model.Scd2Model;
import io.highwater.jobs.cdc.model.Scd2Model.Period;
import io.highwater.jobs.cdc.model.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the way in which events arrive, the periods are those of the model. */
class HistoryTableModelTest {
    private static final int SEEDS = Integer.getInteger("highwater.test.seeds", 24);
    private static final int FIRST = Integer.getInteger("highwater.test.first-seed", 0);
    private static final int AT_A_TIME = 24;
    private static final List<String> KEY = List.of("id");
    private static final List<String> SOME = List.of("name", "count");
    private static final Shape SHAPE = Shape.lively().sized(3, 7).withNotesUpTo(200);

    private final SparkSession spark = TestSpark.sessionForTinyData();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"all", "some"})
    void endsAsTheModelHoweverEventsArrive(String which) {
        List<String> tracked = which.equals("all") ? List.of() : SOME;
        Set<String> compared = Set.copyOf(tracked.isEmpty() ? Feeds.COLUMNS : tracked);
        for (int first = FIRST; first < FIRST + SEEDS; first += AT_A_TIME) {
            List<Period> expected = Scd2Model.periods(ManyFeeds.of(first, AT_A_TIME, SHAPE), compared);
            for (Delivery delivery : deliveries(first, which)) {
                HistoryTable table = table(tracked, which + first + delivery.name());
                load(table, delivery.batches());
                assertThat(periods(table))
                        .as("seeds from " + first + ", " + delivery.name())
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    /** In the build one of them; with -Dhighwater.test.deliveries=all, for minutes, all. */
    private static List<Delivery> deliveries(long first, String which) {
        List<Delivery> all = ManyFeeds.deliveries(first, AT_A_TIME, SHAPE);
        int last = which.equals("all") ? all.size() : all.size() - 1;
        return System.getProperty("highwater.test.deliveries", "").equals("all") ? all : all.subList(last - 1, last);
    }

    private HistoryTable table(List<String> tracked, String name) {
        String path = directory.resolve(name.replace(" ", "-")).toString();
        return new HistoryTable(
                DeltaTarget.at(spark, new TargetAddress.ByPath(path + "/table")),
                new Layout(List.of(), List.of(), Optional.empty(), Map.of()),
                EventRows.COLUMNS,
                SchemaFit.fresh(EventRows.COLUMNS),
                KEY,
                tracked,
                new PeriodColumns(DataTypes.LongType, "valid_from", "valid_to", false),
                new EventLog(spark, path + "/log"));
    }

    private void load(HistoryTable table, List<List<Event>> batches) {
        for (int batch = 0; batch < batches.size(); batch++) {
            List<Event> events = batches.get(batch);
            Stamp stamp = new Stamp("model", "run", batch + 1, "cdc-merge", Map.of());
            var unused = table.stage(EventRows.of(spark, events), EventRows.content(events), stamp)
                    .publish(stamp);
        }
    }

    private List<Period> periods(HistoryTable table) {
        Dataset<Row> rows =
                spark.read().format("delta").load(table.target().address().toString());
        List<Period> periods = new ArrayList<>();
        EventRows.readable(rows)
                .collectAsList()
                .forEach(row -> periods.add(new Period(
                        row.getAs("id"), row.getAs("valid_from"), row.getAs("valid_to"), EventRows.values(row))));
        return periods;
    }
}
