package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Layout;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cdc.model.Event;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.ModelRuns;
import io.highwater.jobs.cdc.model.Scd1Model;
import io.highwater.jobs.cdc.model.Scd1Model.SoftRow;
import io.highwater.jobs.cdc.model.Shape;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the way in which events arrive, the table ends as the model says. */
class CurrentTableModelTest {
    private static final List<String> KEY = List.of("id");
    private static final Shape SHAPE = Shape.lively().sized(3, 9).withNotesUpTo(200);

    private final SparkSession spark = TestSpark.sessionForTinyData();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"hard, shuffled batches with repeats", "soft, shuffled"})
    void endsAsTheModelHoweverEventsArrive(String deletes, String inBuild) {
        ModelRuns.each(SHAPE, inBuild, (events, batches, name) -> {
            CurrentTable table = table(deletes, deletes + name);
            ModelRuns.load(spark, table, batches);
            assertThat(differences(table, deletes, events)).as(name).isEmpty();
        });
    }

    /**
     * The value has the sequence of a deletion, D, and comes after a later event, P, that had no value for its column. Between
     * blanks: deliveries to keys of one table.
     */
    @ParameterizedTest
    @ValueSource(strings = {"D|P|L|L", "P|D|L P|D|LP DP|L"})
    void valueThatComesLastAndIsAsOldAsADeletionOfItsKeyIsTaken(String deliveries) {
        CurrentTable table = table("hard", "late-" + deliveries);

        ModelRuns.load(spark, table, together(deliveries, CurrentTableModelTest::withALateValue));

        List<Event> events = IntStream.range(0, deliveries.split(" ").length)
                .mapToObj(CurrentTableModelTest::withALateValue)
                .flatMap(each -> each.values().stream())
                .toList();
        assertThat(differences(table, "hard", events)).isEmpty();
        Event other = Event.upsert(
                "key0",
                8,
                Map.of("name", "a", "amount", BigDecimal.ONE, "happened", Instant.EPOCH, "count", 1L, "note", "x"));
        assertThatThrownBy(() -> ModelRuns.load(spark, table, List.of(List.of(other))))
                .hasMessageContaining("key0");
    }

    private static Map<Character, Event> withALateValue(int key) {
        Map<String, Object> whole = Map.of(
                "name",
                "a",
                "amount",
                new BigDecimal("1.0000000000"),
                "happened",
                Instant.EPOCH,
                "count",
                1L,
                "note",
                "b");
        Set<String> unavailable = Set.of("amount", "happened", "count", "note");
        return Map.of(
                'D', Event.delete("key" + key, 8),
                'P', Event.upsert("key" + key, 9, Map.of("name", "c"), unavailable),
                'L', Event.upsert("key" + key, 8, whole));
    }

    /** Batches are divided by bars. A: note NULL at 5; B: note x at 5; C: note x at 3; D: note y at 3; E: no note at 4. */
    @ParameterizedTest
    @ValueSource(strings = {"A|B", "B|A", "AB", "C|D", "CDE", "EC|D"})
    void contradictionIsRefusedHoweverItsEventsArrive(String delivery) {
        CurrentTable table = table("hard", delivery);

        Throwable refusal = catchThrowable(() -> ModelRuns.load(spark, table, batches(delivery)));

        assertThat(refusal).hasMessageContaining("contradict");
    }

    @Test
    void eventsOfOneSequenceMayCompleteOneAnother() {
        CurrentTable table = table("hard", "completed");

        ModelRuns.load(spark, table, together("FB BF F|B B|F", key -> events("key" + key)));

        assertThat(rows(table))
                .hasSize(4)
                .allSatisfy((key, row) -> assertThat(row).containsEntry("note", "x"));
    }

    /** Another row's event comes once more too, so that stored rows are looked at. */
    @Test
    void eventThatComesOnceMoreWithItsDeletionContradictsNothing() {
        CurrentTable table = table("hard", "again");
        Event other = Event.upsert("other", 3, row("x", List.of()));

        ModelRuns.load(
                spark,
                table,
                List.of(
                        List.of(upsert("key", 3, "x"), other),
                        List.of(upsert("key", 3, "x"), Event.delete("key", 4), other)));

        assertThat(rows(table)).containsOnlyKeys("other");
    }

    private static List<List<Event>> batches(String delivery) {
        return batches(delivery, events("key"));
    }

    private static Map<Character, Event> events(String key) {
        return Map.of(
                'A', upsert(key, 5, null),
                'B', upsert(key, 5, "x"),
                'C', upsert(key, 3, "x"),
                'D', upsert(key, 3, "y"),
                'E', Event.upsert(key, 4, row(null, List.of("note")), Set.of("note")),
                'F', Event.upsert(key, 5, row(null, List.of("note")), Set.of("note")));
    }

    /** Each delivery is of another key's events; their first batches are one, and so on. */
    private static List<List<Event>> together(String deliveries, IntFunction<Map<Character, Event>> eventsOfKey) {
        String[] each = deliveries.split(" ");
        List<List<List<Event>>> all = IntStream.range(0, each.length)
                .mapToObj(key -> batches(each[key], eventsOfKey.apply(key)))
                .toList();
        return IntStream.range(0, all.stream().mapToInt(List::size).max().orElseThrow())
                .mapToObj(batch -> all.stream()
                        .filter(batches -> batch < batches.size())
                        .flatMap(batches -> batches.get(batch).stream())
                        .toList())
                .toList();
    }

    private static List<List<Event>> batches(String delivery, Map<Character, Event> events) {
        return Arrays.stream(delivery.split("\\|"))
                .map(batch -> batch.chars()
                        .mapToObj(letter -> events.get((char) letter))
                        .toList())
                .toList();
    }

    private static Event upsert(String key, long sequence, String note) {
        return Event.upsert(key, sequence, row(note, List.of()));
    }

    private static Map<String, Object> row(String note, List<String> without) {
        Map<String, Object> row = new TreeMap<>(
                Map.of("name", "a", "amount", new BigDecimal("1.0000000000"), "happened", Instant.EPOCH, "count", 1L));
        row.put("note", note);
        row.keySet().removeAll(without);
        return row;
    }

    private Map<String, ?> differences(CurrentTable table, String deletes, List<Event> events) {
        return deletes.equals("hard")
                ? EventRows.differences(rows(table), Scd1Model.hard(events))
                : EventRows.differences(softRows(table), Scd1Model.soft(events));
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
                new Tombstones(
                        side -> DeltaTarget.at(spark, new TargetAddress.ByPath(side)), path + "/tombstones", KEY),
                Set.of());
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
