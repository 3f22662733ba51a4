package io.highwater.jobs.cdc.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.Feeds;
import io.highwater.jobs.cdc.model.ModelRuns;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the way in which events arrive, the periods are those of the model. */
class HistoryTableModelTest {
    private static final List<String> KEY = List.of("id");
    private static final List<String> SOME = List.of("name", "count");
    private static final Shape SHAPE = Shape.lively().sized(3, 7).withNotesUpTo(200);

    private final SparkSession spark = TestSpark.sessionForTinyData();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"all, shuffled batches with repeats", "some, doubled"})
    void endsAsTheModelHoweverEventsArrive(String which, String inBuild) {
        List<String> tracked = which.equals("all") ? List.of() : SOME;
        Set<String> compared = Set.copyOf(tracked.isEmpty() ? Feeds.COLUMNS : tracked);
        ModelRuns.each(SHAPE, inBuild, (events, batches, name) -> {
            HistoryTable table = table(tracked, which + name);
            ModelRuns.load(spark, table, batches);
            assertThat(periods(table))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(Scd2Model.periods(events, compared));
        });
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
                new EventLog(table -> DeltaTarget.at(spark, new TargetAddress.ByPath(table)), path + "/log", KEY));
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
