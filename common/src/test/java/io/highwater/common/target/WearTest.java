package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Percent;
import io.highwater.common.target.Wear.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WearTest {
    private static final long MB = 1_000_000;
    private static final long TABLE = 1_000_000 * MB;

    private final Wear wear = new Wear(new UpkeepSettings(
            UpkeepSettings.Mode.AUTO, 4, Percent.of(10), 1_000 * MB, Keeping.USUAL, VacuumSettings.USUAL));

    @Test
    void smallFilesWaitUntilThereAreEnough() {
        assertThat(wear.worn(files(10, 11, 9), TABLE)).isEmpty();
        assertThat(names(wear.worn(files(10, 11, 9, 12), TABLE))).containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    @Test
    void largeFileStaysHoweverManySmallOnesThereAre() {
        assertThat(names(wear.worn(files(10, 10, 10, 10, 600), TABLE))).containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    @Test
    void fileThatSmallOnesMadeWaitsUntilOthersAreItsSize() {
        assertThat(names(wear.worn(files(10, 10, 10, 10, 300), TABLE))).doesNotContain("4");
        assertThat(names(wear.worn(files(10, 10, 10, 10, 40), TABLE))).contains("4");
        assertThat(wear.worn(files(10, 10, 10, 40), TABLE)).isEmpty();
    }

    @Test
    void rowIsWrittenAgainNoMoreOftenThanItsSurroundingsDouble() {
        List<DataFile> table = new ArrayList<>();
        long written = 0;
        for (int batch = 0; batch < 200; batch++) {
            table.add(file("b" + batch, 1, 0));
            List<DataFile> worn = wear.worn(table, TABLE);
            long bytes = worn.stream().mapToLong(DataFile::bytes).sum() / MB;
            table.removeAll(worn);
            if (bytes > 0) {
                table.add(file("c" + batch, bytes, 0));
            }
            written += bytes;
        }
        assertThat(table).hasSizeLessThan(4 + 8);
        assertThat(written).isLessThan(200 * 8);
    }

    @Test
    void deletedRowsWaitUntilTheyAreAPartThatCounts() {
        assertThat(wear.worn(List.of(file("a", 1_000, 90)), TABLE)).isEmpty();
        assertThat(names(wear.worn(List.of(file("a", 1_000, 110), file("b", 1_000, 90)), TABLE)))
                .containsExactly("a");
    }

    @Test
    void deletedRowsOfATinyFileWaitUnlessTheTableIsTinyToo() {
        assertThat(wear.worn(List.of(file("a", 20, 900)), TABLE)).isEmpty();
        assertThat(names(wear.worn(List.of(file("a", 20, 900)), 25 * MB))).containsExactly("a");
    }

    @Test
    void nothingIsDoneForWhatReadsInNoTime() {
        assertThat(wear.worn(List.of(file("a", 1, 900)), MB)).isEmpty();
    }

    @Test
    void smallFilesComeAlongWhenAnotherIsWrittenAnyway() {
        assertThat(names(wear.worn(List.of(file("a", 1_000, 500), file("b", 5, 0), file("c", 5, 0)), TABLE)))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void partitionsAreJudgedEachOnItsOwn() {
        List<DataFile> files = List.of(in("x", "a"), in("x", "b"), in("y", "c"), in("y", "d"));

        assertThat(wear.worn(files, TABLE)).isEmpty();
    }

    @Test
    void fileWhoseRowsNobodyCountedIsTakenForWhole() {
        assertThat(wear.worn(List.of(new DataFile("a", Map.of(), 1_000 * MB, 0, 400)), TABLE))
                .isEmpty();
    }

    private static List<DataFile> files(long... bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> file(Integer.toString(i), bytes[i], 0))
                .toList();
    }

    /** A file of a thousand rows. */
    private static DataFile file(String name, long bytes, long deleted) {
        return new DataFile(name, Map.of(), bytes * MB, 1_000, deleted);
    }

    private static DataFile in(String partition, String name) {
        return new DataFile(name, Map.of("part", partition), 10 * MB, 1_000, 0);
    }

    private static List<String> names(List<DataFile> files) {
        return files.stream().map(DataFile::path).toList();
    }
}
