package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.time.Window;
import io.highwater.jobs.backfill.BackfillSettings.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final long SMALL_FILE = 16_000_000;
    private static final long BYTES_EACH = 100;
    private static final IntFunction<OptionalLong> UNKNOWN = days -> OptionalLong.empty();

    @Test
    void groupsAreOfNeighboursInTheOrderOfTheirPositions() {
        List<Window> days = new ArrayList<>(days(0, 4));
        days.addAll(days(6, 9));

        Worklist oldest = new Worklist(days, Order.OLDEST);
        Worklist newest = new Worklist(days, Order.NEWEST);

        assertThat(oldest.take(3).intervals()).isEqualTo(days(0, 3));
        assertThat(oldest.take(3).intervals()).isEqualTo(days(3, 4));
        assertThat(oldest.take(3).intervals()).isEqualTo(days(6, 9));
        assertThat(oldest.isEmpty()).isTrue();
        assertThat(newest.take(2).intervals()).isEqualTo(days(7, 9));
        assertThat(newest.take(2).intervals()).isEqualTo(days(6, 7));
        assertThat(newest.rest()).containsExactlyInAnyOrderElementsOf(days(0, 4));
    }

    @Test
    void whatIsPutBackComesNextAndAsItIs() {
        Worklist worklist = new Worklist(days(0, 10), Order.OLDEST);
        Group group = worklist.take(5);

        worklist.putBack(group.apart(days(2, 3)));

        assertThat(worklist.size()).isEqualTo(10);
        assertThat(worklist.take(9).intervals()).isEqualTo(days(0, 2));
        assertThat(worklist.take(9).intervals()).isEqualTo(days(2, 3));
        assertThat(worklist.take(9).intervals()).isEqualTo(days(3, 5));
        assertThat(worklist.take(2).intervals()).isEqualTo(days(5, 7));
    }

    @Test
    void halvesAndCutsLoseNothing() {
        Group group = new Group(days(0, 7));

        assertThat(group.halves().stream()
                        .flatMap(half -> half.intervals().stream())
                        .toList())
                .isEqualTo(days(0, 7));
        assertThat(group.cuts(3)).containsExactly(2L, 4L);
        assertThat(group.cuts(1)).isEmpty();
        assertThat(new Group(days(0, 1)).cuts(8)).isEmpty();
    }

    @Test
    void sizeFollowsTheRowsAndGrowsByStepsOnly() {
        GroupSize size = new GroupSize(1_000_000, SMALL_FILE);
        assertThat(size.next(1000, 4, UNKNOWN)).isEqualTo(1);

        size.learn(0, 0, 1);
        assertThat(size.next(1000, 4, UNKNOWN))
                .as("an empty interval says little of the others")
                .isEqualTo(16);

        size.learn(16_000, BYTES_EACH * 16_000, 16);
        assertThat(size.next(100_000, 4, UNKNOWN)).isEqualTo(256);

        size.learn(25_600_000, BYTES_EACH * 25_600_000, 256);
        assertThat(size.next(100_000, 4, UNKNOWN)).as("100,000 rows each").isEqualTo(10);

        size.learn(10, BYTES_EACH * 10, 10);
        assertThat(size.next(100_000, 4, UNKNOWN))
                .as("few rows are believed by and by")
                .isBetween(11, 30);
    }

    @Test
    void sourceThatKnowsItsRowsLetsItGrowAtOnceAndNotTooFar() {
        GroupSize size = new GroupSize(1_000_000, SMALL_FILE);
        size.learn(1_000, BYTES_EACH * 1_000, 1);

        assertThat(size.next(100_000, 4, days -> OptionalLong.of(days * 1_000L)))
                .isEqualTo(1_000);
        assertThat(size.next(100_000, 4, days -> OptionalLong.of(days * 30_000L)))
                .isEqualTo(63);
        assertThat(size.next(100_000, 4, days -> OptionalLong.of(5_000_000))).isEqualTo(1);
    }

    @Test
    void lastGroupsAreSharedUnlessTheyAreSmall() {
        GroupSize large = new GroupSize(10_000_000, SMALL_FILE);
        large.learn(1_600_000, BYTES_EACH * 1_600_000, 16);
        GroupSize small = new GroupSize(10_000_000, SMALL_FILE);
        small.learn(1_600, BYTES_EACH * 1_600, 16);

        assertThat(large.next(40, 4, UNKNOWN)).isEqualTo(10);
        assertThat(small.next(40, 4, UNKNOWN)).isEqualTo(40);
    }

    @Test
    void partsAreNotSoSmallThatTheirFilesWouldBeWrittenAnew() {
        GroupSize size = new GroupSize(10_000_000, SMALL_FILE);
        assertThat(size.parts(1, 8, false)).as("nothing is known").isZero();
        size.learn(1_000, 1_000 * BYTES_EACH, 1);

        assertThat(size.parts(200, 8, false)).as("few rows").isZero();
        assertThat(size.parts(250, 8, false)).as("one file's bytes").isEqualTo(1);
        assertThat(size.parts(1_000, 8, false)).as("six files' bytes").isEqualTo(6);
        assertThat(size.parts(1_000, 8, true)).as("nothing else to do").isEqualTo(8);
        assertThat(size.parts(4_000, 8, false)).isEqualTo(8);
        assertThat(size.parts(20_000, 8, false)).as("a million rows each").isEqualTo(20);
    }

    private static List<Window> days(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(day -> Window.between(day, day + 1))
                .toList();
    }
}
