package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.source.SnapshotDirectories.Directory;
import io.highwater.common.source.SnapshotDirectories.Writing;
import io.highwater.common.time.CursorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotDirectoriesTest {
    @TempDir
    private Path root;

    @Test
    void numbersAreOrderedAsNumbersAndHiddenNamesAndFilesDoNotCount() throws IOException {
        make("10", "9", "_staging", ".tmp", "100");
        Files.createFile(root.resolve("readme.txt"));

        SnapshotDirectories found = found();

        assertThat(found.type()).isEqualTo(CursorType.INTEGER);
        assertThat(found.all()).extracting(Directory::name).containsExactly("9", "10", "100");
        assertThat(found.all()).extracting(Directory::writing).containsOnly(Writing.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "day=2026-01-31, DATE, 2026-01-31",
        "2026-01-31, DATE, 2026-01-31",
        "2026-01-31T10-30-00, INSTANT, 2026-01-31T10:30:00Z",
        "at=2026-01-31 10%3A30%3A00, INSTANT, 2026-01-31T10:30:00Z",
        "20260131T103000Z, INSTANT, 2026-01-31T10:30:00Z",
        "20260131, INTEGER, 20260131"
    })
    void nameSaysWhen(String name, CursorType type, String text) throws IOException {
        make(name);

        SnapshotDirectories found = found();

        assertThat(found.type()).isEqualTo(type);
        assertThat(type.text(found.all().get(0).position())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 20260201, 2026-01-31 is a date and 20260201 is a number",
        "2026-01-31, 2026-02-01T10-00-00, 2026-01-31 is a date and 2026-02-01T10-00-00 is a time",
        "day=1, night=2, day=1 is a number of column day and night=2 is a number of column night",
        "1, 01, are the same place in it",
        "1, final, the name final is no number"
    })
    void namesWithoutACommonOrderAreRefused(String one, String other, String why) throws IOException {
        make(one, other);

        assertThatThrownBy(this::found).hasMessageContaining(why).hasMessageContaining("Nothing was read");
    }

    @Test
    void dayThatIsNoneIsRefused() throws IOException {
        make("2026-02-30");

        assertThatThrownBy(this::found).hasMessageContaining("2026-02-30 is no number, date or time");
    }

    @Test
    void withoutTheMarkThatOthersHaveADirectoryIsBeingWritten() throws IOException {
        make("1", "2", "3");
        Files.createFile(root.resolve("1/_SUCCESS"));
        Files.createFile(root.resolve("3/_SUCCESS"));
        Files.createDirectory(root.resolve("3/_temporary"));

        assertThat(found().all())
                .extracting(Directory::writing)
                .containsExactly(Writing.DONE, Writing.UNDER_WAY, Writing.UNDER_WAY);
    }

    @Test
    void rootThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> SnapshotDirectories.of(root.resolve("none").toString(), new Configuration()))
                .hasMessageContaining("there is no such directory")
                .hasMessageContaining("highwater.source.path");
    }

    private SnapshotDirectories found() {
        return SnapshotDirectories.of(root.toString(), new Configuration());
    }

    private void make(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectory(root.resolve(name));
        }
    }
}
