package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.highwater.common.job.Step;
import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.JobProcess;
import io.highwater.jobs.KillableCommand;
import io.highwater.jobs.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Killed between two steps, on real processes; what happens within a step is the soak's. */
class KilledIncrementalTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private Lake lake;
    private Process process;

    @BeforeEach
    void oneLoadAndMoreToCome() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS killed_tide CASCADE",
                "CREATE SCHEMA killed_tide",
                "CREATE TABLE killed_tide.orders (id bigint PRIMARY KEY, note text,"
                        + " updated_at timestamptz DEFAULT clock_timestamp())",
                "CREATE INDEX ON killed_tide.orders (updated_at)",
                "INSERT INTO killed_tide.orders (id, note) SELECT n, 'old' FROM generate_series(1, 100) n");
        lake = new Lake(directory)
                .reading(
                        SHOP,
                        "table = killed_tide.orders",
                        "incremental { column = updated_at, overlap = 0 seconds }\n"
                                + "checks = [ { name = good, where = \"note <> 'bad'\", on-fail = quarantine } ]");
        assertThat(lake.run("incremental").code()).isZero();
        SHOP.execute(
                "UPDATE killed_tide.orders SET note = 'new', updated_at = clock_timestamp() WHERE id <= 50",
                "INSERT INTO killed_tide.orders (id, note) VALUES (101, 'new'), (102, 'bad')");
    }

    @AfterEach
    void endTheProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"JUDGED", "COMMITTED"})
    void rowsAndWatermarkAreOneAndQuarantineIsNotDoubled(Step step) throws Exception {
        killedAt(step.name());
        List<String> afterKill = counts();

        CommandLineRun next = lake.run("incremental");

        boolean committed = step == Step.COMMITTED;
        assertThat(afterKill).containsExactly(committed ? "101|51" : "100|0");
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(counts()).containsExactly("101|51");
        assertThat(lake.history()).hasSize(2);
        if (committed) {
            assertThat(next.out()).contains("was found in the data");
        }
        assertThat(lake.texts("SELECT count(*) FROM delta.`" + lake.state().resolve("quarantine/orders") + "`"))
                .containsExactly("1");
    }

    @Test
    void whatWasLoadedBeforeADeletionStaysAndTheNextRunDeletes() throws Exception {
        SHOP.execute("DELETE FROM killed_tide.orders WHERE id = 100");
        killedAt("STAGED:2", "--set", "incremental.delete-detection=key-compare");
        List<String> afterKill = counts();

        CommandLineRun next = lake.run("incremental", "--set", "incremental.delete-detection=key-compare");

        assertThat(afterKill).containsExactly("101|51");
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.out()).contains("1 rows deleted");
        assertThat(counts()).containsExactly("100|51");
    }

    private void killedAt(String step, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                step,
                directory.resolve("reached").toString(),
                directory.resolve("go").toString(),
                "incremental",
                "--conf-file",
                directory.resolve("job.conf").toString()));
        arguments.addAll(List.of(more));
        process = JobProcess.start(KillableCommand.class, directory.resolve("process.log"), arguments);
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("reached")) || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }

    private List<String> counts() {
        return lake.texts("SELECT concat_ws('|', count(*), count_if(note = 'new')) FROM {orders}");
    }
}
