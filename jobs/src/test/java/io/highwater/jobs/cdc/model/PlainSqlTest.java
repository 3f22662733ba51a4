package io.highwater.jobs.cdc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void windowFunctionsAndTheModelsAgree(int seed) {
        List<Event> feed = Feeds.random(seed, Shape.plain());
        List<List<Event>> batches = Deliveries.shuffledBatchesWithRepeats(feed, seed);
        List<Event> arrived = batches.stream().flatMap(List::stream).toList();

        assertSame(arrived);
    }

    @Test
    void theyAgreeOnALargeFeed() {
        assertSame(Feeds.random(20, Shape.plain().sized(5_000, 50_000).withNotesUpTo(300)));
    }

    private void assertSame(List<Event> events) {
        Path file = directory.resolve("it's a feed.json");
        JsonLines.write(events, file);

        assertThat(PlainSql.hard(file)).isEqualTo(Scd1Model.hard(events));
        assertThat(PlainSql.periods(file)).isEqualTo(Scd2Model.periods(events));
    }
}
