package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.AsUsersRunIt;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import io.highwater.jobs.cdc.model.Event;
import io.highwater.jobs.cdc.model.EventRows;
import io.highwater.jobs.cdc.model.Feeds;
import io.highwater.jobs.cdc.model.JsonLines;
import io.highwater.jobs.cdc.model.PlainSql;
import io.highwater.jobs.cdc.model.Scd2Model.Period;
import io.highwater.jobs.cdc.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large feed, shuffled and with repeats, ends as window functions of DuckDB say. {@code -Dhighwater.test.events=200000} makes it
 * larger.
 */
@AsUsersRunIt
class LargeFeedTest {
    private static final int EVENTS = Integer.getInteger("highwater.test.events", 50_000);
    private static final int FILES = 4;

    @TempDir
    private static Path feed;

    private static Path whole;

    @TempDir
    private Path directory;

    @BeforeAll
    static void writeTheFeed() throws IOException {
        List<Event> events = new ArrayList<>(
                Feeds.random(7, Shape.plain().sized(EVENTS / 10, EVENTS).withNotesUpTo(300)));
        events.addAll(events.subList(EVENTS / 2, EVENTS / 2 + EVENTS / 20));
        Collections.shuffle(events, new Random(7));
        Files.createDirectories(feed.resolve("parts"));
        int part = events.size() / FILES + 1;
        for (int i = 0; i < FILES; i++) {
            JsonLines.write(
                    events.subList(i * part, Math.min(events.size(), (i + 1) * part)),
                    feed.resolve("parts").resolve(i + ".json"));
        }
        whole = feed.resolve("whole.json");
        JsonLines.write(events, whole);
    }

    @Test
    void endsAsTheLastRows() {
        Lake lake = merged("delete = hard");

        Map<String, Map<String, Object>> rows = new TreeMap<>();
        read(lake)
                .forEach(row -> assertThat(rows.put(row.getAs("id"), EventRows.values(row)))
                        .isNull());
        assertThat(EventRows.differences(rows, PlainSql.hard(whole))).isEmpty();
    }

    @Test
    void endsAsThePeriods() {
        Lake lake = merged("history = scd2");

        Map<String, Period> periods = new TreeMap<>();
        read(lake)
                .forEach(row -> put(
                        periods,
                        new Period(
                                row.getAs("id"),
                                row.getAs("valid_from"),
                                row.getAs("valid_to"),
                                EventRows.values(row))));
        Map<String, Period> expected = new TreeMap<>();
        PlainSql.periods(whole).forEach(period -> put(expected, period));
        assertThat(EventRows.differences(periods, expected)).isEmpty();
    }

    private static void put(Map<String, Period> periods, Period period) {
        assertThat(periods.put(period.key() + " from " + period.validFrom(), period))
                .isNull();
    }

    private Lake merged(String how) {
        Lake lake = new Lake(directory)
                .configured(String.format("""
                source { type = files, path = "%s", format = json }
                target { path = "%s", key = [id] }
                cdc {
                  format = columns, %s, exclude = [unavailable]
                  types { amount = "decimal(38,10)", happened = timestamp, count = bigint }
                  columns { op = op, sequence = ["seq bigint"], keep-sequence = false, upsert-values = [U] }
                }
                """, feed.resolve("parts"), directory.resolve("orders"), how));
        CommandLineRun run = lake.run("cdc-merge");
        assertThat(run.code()).as(run.err()).isZero();
        return lake;
    }

    private static List<Row> read(Lake lake) {
        return EventRows.readable(lake.rows()).collectAsList();
    }
}
