package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.time.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void laterRecordHoldsWhereTwoAreAboutTheSame() {
        Intervals intervals = Intervals.of(
                List.of(record(0, 31, IntervalStatus.SUCCESS, "month"), record(10, 11, IntervalStatus.FAILED, "day")));

        assertThat(intervals.all())
                .extracting(record -> record.window() + " " + record.run())
                .containsExactly(
                        Window.between(0, 10) + " month",
                        Window.between(10, 11) + " day",
                        Window.between(11, 31) + " month");
        assertThat(intervals.lacking(Window.between(5, 40), IntervalsTest::isLoaded))
                .containsExactly(Window.between(10, 11), Window.between(31, 40));
    }

    /** Position by position, as a table of what was written there last would say. */
    @Test
    void everyPositionIsWhatWasSaidOfItLast() {
        Random random = new Random(7);
        Intervals intervals = Intervals.of(List.of());
        String[] expected = new String[60];
        for (int step = 0; step < 500; step++) {
            int from = random.nextInt(59);
            int to = from + 1 + random.nextInt(59 - from);
            String run = Integer.toString(step);
            intervals.put(record(from, to, random.nextBoolean() ? IntervalStatus.SUCCESS : IntervalStatus.FAILED, run));
            for (int at = from; at < to; at++) {
                expected[at] = run;
            }
            assertThat(actual(intervals)).containsExactly(expected);
        }
    }

    @Test
    void lackingIsWhatNoRecordThatCountsIsAbout() {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            Intervals intervals = Intervals.of(List.of());
            boolean[] loaded = new boolean[40];
            for (int step = 0; step < 6; step++) {
                int from = random.nextInt(39);
                int to = from + 1 + random.nextInt(39 - from);
                boolean success = random.nextBoolean();
                intervals.put(record(from, to, success ? IntervalStatus.SUCCESS : IntervalStatus.PENDING, "run"));
                java.util.Arrays.fill(loaded, from, to, success);
            }
            List<Long> lacking = new ArrayList<>();
            for (Window window : intervals.lacking(Window.between(0, 40), IntervalsTest::isLoaded)) {
                for (long at = window.from().orElseThrow(); at < window.to(); at++) {
                    lacking.add(at);
                }
            }
            List<Long> expected = new ArrayList<>();
            for (int at = 0; at < 40; at++) {
                if (!loaded[at]) {
                    expected.add((long) at);
                }
            }
            assertThat(lacking).isEqualTo(expected);
        }
    }

    private static String[] actual(Intervals intervals) {
        String[] runs = new String[60];
        for (IntervalRecord record : intervals.all()) {
            for (long at = record.window().from().orElseThrow();
                    at < record.window().to();
                    at++) {
                assertThat(runs[(int) at]).isNull();
                runs[(int) at] = record.run();
            }
        }
        return runs;
    }

    private static boolean isLoaded(IntervalRecord record) {
        return record.status() == IntervalStatus.SUCCESS;
    }

    private static IntervalRecord record(long from, long to, IntervalStatus status, String run) {
        return new IntervalRecord(
                Window.between(from, to),
                status,
                1,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                run,
                1,
                Instant.EPOCH);
    }
}
