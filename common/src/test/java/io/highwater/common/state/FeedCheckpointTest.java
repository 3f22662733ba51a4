package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.highwater.common.state.FeedCheckpoint.Reading;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCheckpointTest {
    private static final Reading FORMER = new Reading("one", Map.of("feed", "files"));
    private static final Reading NEXT = new Reading("one", Map.of("feed", "files", "part.orders-0", "7"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void killAtAnyPointLeavesTheFormerNoteOrTheNewOne(int steps) {
        sound().keep(FORMER);

        Throwable killed = catchThrowable(() -> dyingAfter(steps).keep(NEXT));

        assertThat(killed != null).isEqualTo(steps < 3);
        assertThat(sound().reading()).contains(steps < 2 ? FORMER : NEXT);
        assertThat(sound().keep(FORMER)).isEqualTo(sound().reading().orElseThrow());
    }

    @Test
    void firstNoteThatWasCutOffIsNone() throws IOException {
        Path unfinished =
                Files.createDirectories(directory.resolve("checkpoints/orders")).resolve("_reading.json");
        Files.writeString(unfinished, "{ \"id\" : \"one\", \"feed\" : {");

        assertThat(sound().reading()).isEmpty();
    }

    @Test
    void newReadingKnowsNothingOfATableThatAFormerOneWasAboutToNote() {
        FeedCheckpoint checkpoint = sound();
        checkpoint.keep(FORMER);
        checkpoint.note(Map.of());
        Throwable killed =
                catchThrowable(() -> dyingAfter(2).note(Map.of("orders", new FeedCheckpoint.Table("id", 3))));

        checkpoint.begin(new Reading("two", Map.of()));

        assertThat(killed).isInstanceOf(Killed.class);
        assertThat(checkpoint.tables()).isEmpty();
    }

    private FeedCheckpoint sound() {
        return new FeedCheckpoint(new Configuration(false), directory.toString(), "orders");
    }

    private FeedCheckpoint dyingAfter(int steps) {
        Configuration hadoop = new Configuration(false);
        hadoop.setClass("fs.file.impl", DyingFiles.class, org.apache.hadoop.fs.FileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        hadoop.setInt(DyingFiles.STEPS, steps);
        return new FeedCheckpoint(hadoop, directory.toUri().toString(), "orders");
    }

    /** The test's own kill. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Local files that can be changed a number of times, and then no more. */
    public static final class DyingFiles extends LocalFileSystem {
        static final String STEPS = "highwater.test.steps";

        private int left;

        @Override
        public void initialize(URI uri, Configuration hadoop) throws IOException {
            super.initialize(uri, hadoop);
            left = hadoop.getInt(STEPS, 0);
        }

        private void step() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path path,
                FsPermission permission,
                boolean overwrite,
                int buffer,
                short replication,
                long block,
                Progressable progress)
                throws IOException {
            step();
            return super.create(path, permission, overwrite, buffer, replication, block, progress);
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
            step();
            return super.delete(path, recursive);
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            step();
            return super.rename(from, to);
        }
    }
}
