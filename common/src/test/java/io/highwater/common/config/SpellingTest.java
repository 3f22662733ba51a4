package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "source, source, 0",
        "sorce, source, 1",
        "souurce, source, 1",
        "sxurce, source, 1",
        "suorce, source, 1",
        "allowEmpty, allow-empty, 1",
        "'', source, 6",
        "source, '', 6",
        "größe, grösse, 2",
    })
    void distanceCountsInsertionsDeletionsReplacementsAndSwaps(String one, String other, int distance) {
        assertThat(Spelling.distance(one, other)).isEqualTo(distance);
    }

    @Test
    void nearestWordIsSuggestedAndOfEquallyNearOnesTheFirst() {
        assertThat(Spelling.suggestion("tabel", List.of("tables", "table", "source")))
                .hasValue("table");
        assertThat(Spelling.suggestion("bat", List.of("cat", "bar"))).hasValue("bar");
    }

    @Test
    void wordThatIsTooFarIsNotSuggested() {
        assertThat(Spelling.suggestion("xyz", List.of("url", "table"))).isEmpty();
        assertThat(Spelling.suggestion("b", List.of("a"))).isEmpty();
    }
}
