package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    @Test
    void ofWritersInARaceExactlyOneWins() throws Exception {
        int writers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        CyclicBarrier together = new CyclicBarrier(writers);
        for (int version = 1; version <= 100; version++) {
            String file = version + ".json";
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String line = "writer " + writer;
                outcomes.add(pool.submit(() -> {
                    together.await();
                    return won(new LinkingLogStore(hadoop), file, line);
                }));
            }
            int winners = 0;
            for (Future<Boolean> outcome : outcomes) {
                winners += outcome.get() ? 1 : 0;
            }
            assertThat(winners).as("winners of " + file).isEqualTo(1);
        }
        pool.shutdown();
    }

    private boolean won(LinkingLogStore own, String file, String line) throws Exception {
        try {
            own.write(
                    new org.apache.hadoop.fs.Path(log.resolve(file).toUri()),
                    List.of(line).iterator(),
                    false,
                    hadoop);
            return true;
        } catch (FileAlreadyExistsException lost) {
            return false;
        }
    }

    private void write(String line, boolean overwrite) throws Exception {
        store.write(
                new org.apache.hadoop.fs.Path(log.resolve("00.json").toUri()),
                List.of(line).iterator(),
                overwrite,
                hadoop);
    }
}
