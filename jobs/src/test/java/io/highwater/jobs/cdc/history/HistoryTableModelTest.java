package io.highwater.jobs.cdc.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cdc.model.Event;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.Feeds;
import io.highwater.jobs.cdc.model.ModelRuns;
import io.highwater.jobs.cdc.model.Scd2Model;
import io.highwater.jobs.cdc.model.Scd2Model.Period;
import io.highwater.jobs.cdc.model.Shape;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the way in which events arrive, the periods are those of the model. */
class HistoryTableModelTest {
    private static final List<String> KEY = List.of("id");
    private static final List<String> SOME = List.of("name", "count");
    private static final Shape SHAPE = Shape.lively().sized(3, 9).withNotesUpTo(200);

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

    /**
     * Each delivery is of a key of its own; its two batches are divided by a bar. S: note s at 3; A: note NULL at 5; B: note x
     * at 5; F: no note at 5.
     */
    @Test
    void eventsOfOneSequenceMayCompleteOneAnother() {
        List<String> toValue = List.of("SFB|", "|SBF", "SF|B", "SB|F", "FB|S", "BFS|FB", "B|SF", "F|SB");
        List<String> toNull = List.of("SFA|", "|SAF", "SF|A", "SA|F", "FA|S", "AFS|FA", "A|SF", "F|SA");
        List<String> deliveries =
                Stream.concat(toValue.stream(), toNull.stream()).toList();
        HistoryTable table = table(List.of(), "completed");
        List<Event> last = part(deliveries, 1);

        ModelRuns.load(spark, table, List.of(part(deliveries, 0), last));

        List<Event> all =
                Stream.concat(part(deliveries, 0).stream(), last.stream()).toList();
        assertThat(periods(table))
                .containsExactlyInAnyOrderElementsOf(Scd2Model.periods(all, Set.copyOf(Feeds.COLUMNS)))
                .hasSize(2 * deliveries.size())
                .filteredOn(period -> period.validTo() == null)
                .allSatisfy(period ->
                        assertThat(period.row()).containsEntry("note", toValue.contains(period.key()) ? "x" : null));
        Stamp again = new Stamp("model", "run", 3, "cdc-merge", Map.of());
        assertThat(table.stage(EventRows.of(spark, all), EventRows.content(all), again)
                        .publish(again))
                .isEmpty();
    }

    /** As above. C: note x at 3; D: note y at 3; E: no note at 4; G: no name at 5. */
    @Test
    void contradictionIsRefusedHoweverItsEventsArrive() {
        List<String> deliveries = List.of("A|B", "B|A", "|AB", "|BFA", "BF|A", "FA|B", "GB|A", "C|D", "|CDE", "EC|D");
        HistoryTable table = table(List.of(), "contradictions");
        ModelRuns.load(spark, table, List.of(part(deliveries, 0)));
        List<Period> before = periods(table);

        for (String delivery : deliveries) {
            assertThatThrownBy(() -> ModelRuns.load(spark, table, List.of(part(List.of(delivery), 1))))
                    .as(delivery)
                    .hasMessageContaining("contradict")
                    .hasMessageContaining("[" + delivery + "]");
        }

        assertThat(periods(table)).containsExactlyInAnyOrderElementsOf(before);
    }

    private static List<Event> part(List<String> deliveries, int which) {
        return deliveries.stream()
                .flatMap(delivery ->
                        delivery.split("\\|", -1)[which].chars().mapToObj(letter -> event(delivery, (char) letter)))
                .toList();
    }

    private static Event event(String key, char letter) {
        return switch (letter) {
            case 'A' -> upsert(key, 5, null);
            case 'B' -> upsert(key, 5, "x");
            case 'C' -> upsert(key, 3, "x");
            case 'D' -> upsert(key, 3, "y");
            case 'E' -> upsert(key, 4, null, "note");
            case 'F' -> upsert(key, 5, null, "note");
            case 'G' -> upsert(key, 5, "x", "name");
            default -> upsert(key, 3, "s");
        };
    }

    private static Event upsert(String key, long sequence, String note, String... without) {
        Map<String, Object> row = new TreeMap<>(
                Map.of("name", "a", "amount", new BigDecimal("1.0000000000"), "happened", Instant.EPOCH, "count", 1L));
        row.put("note", note);
        row.keySet().removeAll(List.of(without));
        return Event.upsert(key, sequence, row, Set.of(without));
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
