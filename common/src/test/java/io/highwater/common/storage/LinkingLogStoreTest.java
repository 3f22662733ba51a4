package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkingLogStoreTest {
    @TempDir
    Path log;

    private final Configuration hadoop = new Configuration();
    private final LinkingLogStore store = new LinkingLogStore(hadoop);

    @Test
    void secondWriterOfAVersionIsRefusedAndTheFirstCommitStays() throws Exception {
        write("first", false);

        assertThatThrownBy(() -> write("second", false)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(Files.readString(log.resolve("00.json"))).isEqualTo("first\n");
        assertThat(log).isDirectoryContaining("glob:**/00.json");
        try (var files = Files.list(log)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void overwritingReplacesWhatIsThere() throws Exception {
        write("first", false);
        write("second", true);

        assertThat(Files.readString(log.resolve("00.json"))).isEqualTo("second\n");
    }

    private void write(String line, boolean overwrite) throws Exception {
        store.write(
                new org.apache.hadoop.fs.Path(log.resolve("00.json").toUri()),
                List.of(line).iterator(),
                overwrite,
                hadoop);
    }
}
