package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFilesTest {
    private static final StructType SCHEMA =
            new StructType().add("number", LongType.LONG).add("writer", StringType.STRING);
    private static final int WRITERS = 2;
    private static final int COMMITS = 60;

    @TempDir
    private Path lake;

    @Test
    void hundredsOfCommitsOfSeveralProcessesLeaveFewFilesAndLoseAndDoubleNothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> done = IntStream.range(0, WRITERS)
                    .<Future<?>>mapToObj(writer -> writers.submit(() -> commitAll(writer)))
                    .toList();
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            writers.shutdown();
        }

        assertThat(table().rows(row -> row.getLong(0)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, (long) WRITERS * COMMITS).boxed().toList());
        Engine engine = DefaultEngine.create(new Configuration());
        var snapshot = TableManager.loadSnapshot(path()).build(engine);
        assertThat(new RowReading(engine).files(snapshot)).hasSizeLessThan(40);
        assertThat(table().latest().orElseThrow().notes()).containsKeys("highwater.test.0", "highwater.test.1");
    }

    /** It wakes up when another has brought the same files together, and it knows of nothing. */
    @Test
    void processThatWasAsleepBringsNoFilesTogetherThatAreGone() {
        StateTable table = table();
        for (long number = 0; number < 18; number++) {
            commit(table, 0, number);
        }
        Snapshot asleep = table.latest().orElseThrow().snapshot();
        for (long number = 18; number < 22; number++) {
            commit(table, 0, number);
        }
        long version = table.latest().orElseThrow().snapshot().getVersion();

        new StateCommits(DefaultEngine.create(new Configuration()), path(), SCHEMA).bringFilesTogether(() -> asleep);

        assertThat(version).as("one more, which brought files together").isEqualTo(22);
        assertThat(table.latest().orElseThrow().snapshot().getVersion()).isEqualTo(version);
        assertThat(table.rows(row -> row.getLong(0)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 22).boxed().toList());
    }

    /** Each as a process of its own would, which knows the table as it was after its last commit. */
    private void commitAll(int writer) {
        StateTable table = table();
        for (long i = 0; i < COMMITS; i++) {
            commit(table, writer, writer * (long) COMMITS + i);
        }
    }

    private static void commit(StateTable table, int writer, long number) {
        Object[] row = {number, number % 2 == 0 ? null : "writer " + writer};
        var unused = table.decided(base -> {
            table.commit(base, Map.of("highwater.test." + writer, Long.toString(number)), List.<Object[]>of(row));
            return row;
        });
    }

    private StateTable table() {
        return new StateTable(new Configuration(), path(), SCHEMA);
    }

    private String path() {
        return lake.resolve("rows").toString();
    }
}
