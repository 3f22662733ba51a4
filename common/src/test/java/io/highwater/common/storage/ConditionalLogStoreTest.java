package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import io.delta.storage.S3SingleDriverLogStore;
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
    void ofTwoProcessesThatBothSawNoCommitOneIsRefused() throws Throwable {
        List<String> committed = interleaved(ConditionalLogStore.class);

        assertThat(committed).containsExactly("the quick one");
        assertThat(lines(commit)).containsExactly("the quick one");
    }

    /** Why there is a log store of our own: if this fails, Delta's has become safe. */
    @Test
    void deltasOwnLogStoreTellsBothThatTheyCommittedAndLosesOne() throws Throwable {
        List<String> committed = interleaved(S3SingleDriverLogStore.class);

        assertThat(committed).containsExactly("the quick one", "the slow one");
        assertThat(lines(commit)).containsExactly("the slow one");
    }

    /** Both look; then the quick one writes while the slow one is about to. Returns those who were told that they committed. */
    private List<String> interleaved(Class<? extends LogStore> kind) throws Throwable {
        AsInAnotherProcess slow = new AsInAnotherProcess(kind, hadoop);
        AsInAnotherProcess quick = new AsInAnotherProcess(kind, hadoop);
        List<String> committed = new ArrayList<>();
        Iterator<String> line = Stream.of("the slow one")
                .peek(about ->
                        committed.addAll(outcome(quick, List.of("the quick one").iterator(), "the quick one")))
                .iterator();
        committed.addAll(outcome(slow, line, "the slow one"));
        return committed;
    }

    private List<String> outcome(AsInAnotherProcess writer, Iterator<String> lines, String name) {
        try {
            writer.write(commit, lines, hadoop);
            return List.of(name);
        } catch (FileAlreadyExistsException refused) {
            return List.of();
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
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

    /** The answer to a request may be lost: it is sent again then, and refused because of what it did itself. */
    @Test
    void writerWhoseAnswerWasLostIsNotTakenForAnother() throws Exception {
        TestS3 forgetful = TestS3.losingTheFirstAnswerTo(commit.getName());
        Configuration there = forgetful.hadoop();
        Path path = new Path("s3a://" + forgetful.bucket() + "/table/_delta_log/" + commit.getName());

        new ConditionalLogStore(there).write(path, List.of("mine").iterator(), false, there);

        assertThatThrownBy(() -> new ConditionalLogStore(there)
                        .write(path, List.of("another's").iterator(), false, there))
                .isInstanceOf(FileAlreadyExistsException.class);
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
        Configuration old = new Configuration(hadoop);
        old.set("fs.s3a.create.conditional.enabled", "false");
        try (FileSystem files = FileSystem.newInstance(log.toUri(), old)) {
            assertThatThrownBy(() -> ConditionalStores.requireConditions(files, commit))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("cannot ask the store to create only what does not exist")
                    .hasMessageContaining("Use hadoop-aws 3.4.2 or newer");
        }
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
