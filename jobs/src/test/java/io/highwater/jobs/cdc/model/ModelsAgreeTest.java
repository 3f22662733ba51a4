package io.highwater.jobs.cdc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.cdc.model.Scd1Model.SoftRow;
import io.highwater.jobs.cdc.model.Scd2Model.Period;
import io.highwater.jobs.cdc.model.Shape.PairRows;
import io.highwater.jobs.cdc.model.Shape.Trait;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the models say of one feed must fit together. */
class ModelsAgreeTest {
    private static final Shape SHAPE = Shape.lively().with(PairRows.WITHOUT_NULLS);
    private static final int FEEDS = 100;

    @ParameterizedTest
    @EnumSource
    void periodsAsOfASequenceAreTheHardMergeOfTheEventsUpToIt(Nulls nulls) {
        for (int seed = 0; seed < FEEDS; seed++) {
            List<Event> feed = Feeds.random(seed, SHAPE);
            List<Period> periods = Scd2Model.periods(feed, nulls);
            for (Event event : feed) {
                long sequence = event.sequence();
                assertThat(asOf(sequence, periods))
                        .as("seed %d, sequence %d", seed, sequence)
                        .isEqualTo(hardUpTo(sequence, feed, nulls));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatAreNotFlaggedAreTheRowsOfTheHardMerge(Nulls nulls) {
        for (int seed = 0; seed < FEEDS; seed++) {
            List<Event> feed = Feeds.random(seed, SHAPE);
            Map<String, SoftRow> soft = Scd1Model.soft(feed, nulls);
            soft.values().removeIf(SoftRow::deleted);
            assertThat(soft.keySet())
                    .as("seed %d", seed)
                    .isEqualTo(Scd1Model.hard(feed, nulls).keySet());
        }
    }

    @ParameterizedTest
    @EnumSource
    void softAndHardRowsAreTheSameIfEveryColumnIsAlwaysAvailable(Nulls nulls) {
        Shape complete = SHAPE.with(Trait.UNAVAILABLE, 0).with(Trait.NULL, 0);
        for (int seed = 0; seed < FEEDS; seed++) {
            List<Event> feed = Feeds.random(seed, complete);
            Map<String, SoftRow> soft = Scd1Model.soft(feed, nulls);
            soft.values().removeIf(SoftRow::deleted);
            assertThat(soft.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().row())))
                    .as("seed %d", seed)
                    .isEqualTo(Scd1Model.hard(feed, nulls));
        }
    }

    private static Map<String, Map<String, Object>> asOf(long sequence, List<Period> periods) {
        return periods.stream()
                .filter(period -> period.validFrom() <= sequence)
                .filter(period -> period.validTo() == null || period.validTo() > sequence)
                .collect(Collectors.toMap(Period::key, Period::row));
    }

    /** Columns the later events name are there, and null, as they are in the periods. */
    private static Map<String, Map<String, Object>> hardUpTo(long sequence, List<Event> feed, Nulls nulls) {
        List<Event> events =
                feed.stream().filter(event -> event.sequence() <= sequence).toList();
        Map<String, Map<String, Object>> rows = Scd1Model.hard(events, nulls);
        rows.values().forEach(row -> Feeds.COLUMNS.forEach(column -> row.putIfAbsent(column, null)));
        return rows;
    }
}
