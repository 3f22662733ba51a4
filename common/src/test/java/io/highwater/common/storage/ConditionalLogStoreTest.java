package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import io.highwater.common.error.UserException;
import io.highwater.common.testing.TestS3;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class ConditionalLogStoreTest {
    private final TestS3 s3 = TestS3.server();
    private final Configuration hadoop = s3.hadoop();
    private final Path log = new Path("s3a://" + s3.bucket() + "/table/_delta_log");
    private final Path commit = new Path(log, "00000000000000000001.json");
    private final ConditionalLogStore store = new ConditionalLogStore(hadoop);

    @Test
    void secondWriterOfAVersionIsRefusedAndTheFirstCommitStays() throws Exception {
        write(store, commit, "first");

        assertThatThrownBy(() -> write(store, commit, "second")).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(lines(commit)).containsExactly("first");
    }

    @Test
    void overwritingReplacesWhatIsThere() throws Exception {
        write(store, commit, "first");
        store.write(commit, List.of("second").iterator(), true, hadoop);

        assertThat(lines(commit)).containsExactly("second");
    }

    @Test
    void actionsThatEndWithAFailureAreNoCommit() throws Exception {
        Iterator<String> failing = Stream.of("one", "two")
                .peek(line -> {
                    if (line.equals("two")) {
                        throw new IllegalStateException("no more");
                    }
                })
                .iterator();

        assertThatThrownBy(() -> store.write(commit, failing, false, hadoop)).hasMessage("no more");

        assertThat(commit.getFileSystem(hadoop).exists(commit)).isFalse();
    }

    @Test
    void storeThatIgnoresTheConditionIsRefusedBeforeAnythingIsCommitted() throws Exception {
        TestS3 careless = TestS3.ignoringConditions();
        Configuration there = careless.hadoop();
        Path path = new Path("s3a://" + careless.bucket() + "/table/_delta_log/" + commit.getName());

        assertThatThrownBy(() -> new ConditionalLogStore(there)
                        .write(path, List.of("first").iterator(), false, there))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("it ignores If-None-Match")
                .hasMessageContaining("Use a store with conditional writes");

        assertThat(path.getFileSystem(there).exists(path)).isFalse();
    }

    @Test
    void fileSystemThatCannotAskForTheConditionIsRefused() throws Exception {
        assertThatThrownBy(() -> ConditionalStores.requireConditions(
                        FileSystem.getLocal(hadoop), new Path("file:/table/_delta_log/0.json")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("cannot ask the store to create only what does not exist")
                .hasMessageContaining("Give paths as s3a://");
    }

    @Test
    void readersOfTheLogDoNotSeeTheProbe() throws Exception {
        write(store, commit, "first");

        List<String> names = new ArrayList<>();
        store.listFrom(new Path(log, "00000000000000000000.json"), hadoop)
                .forEachRemaining(file -> names.add(file.getPath().getName()));

        assertThat(names).containsExactly(commit.getName());
    }

    private void write(LogStore by, Path path, String line) throws Exception {
        by.write(path, List.of(line).iterator(), false, hadoop);
    }

    private List<String> lines(Path path) throws Exception {
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> all = store.read(path, hadoop)) {
            all.forEachRemaining(lines::add);
        }
        return lines;
    }
}
