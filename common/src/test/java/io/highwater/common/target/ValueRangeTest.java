package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueRangeTest {
    @Test
    void everyNumberLiesInExactlyOneRange() {
        Random random = new Random(7);
        for (int size : new int[] {1, 2, 40, 500}) {
            List<Long> numbers = random.longs(size, -500_000, 500_000)
                    .sorted()
                    .distinct()
                    .boxed()
                    .toList();
            for (int most : new int[] {1, 2, 16, 128}) {
                List<ValueRange> ranges = ValueRange.covering(numbers, most);

                assertThat(ranges).hasSizeBetween(1, most);
                assertThat(numbers)
                        .allMatch(number -> ranges.stream()
                                        .filter(range -> range.least() <= number && number <= range.greatest())
                                        .count()
                                == 1);
            }
        }
    }

    @Test
    void widestGapsAreLeftOut() {
        assertThat(ValueRange.covering(List.of(10L, 11L, 12L, 5_000L, 5_001L, 90_000L), 3))
                .containsExactly(new ValueRange(10, 12), new ValueRange(5_000, 5_001), new ValueRange(90_000, 90_000));
    }

    @Test
    void neighboursShareARangeAndExtremesDoNot() {
        assertThat(ValueRange.covering(List.of(7L, 8L, 9L), 10)).containsExactly(new ValueRange(7, 9));
        assertThat(ValueRange.covering(List.of(Long.MIN_VALUE, Long.MAX_VALUE), 10))
                .hasSize(2);
    }
}
