package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice after some runs of the pipeline that earlier advice has written. */
class ExperienceTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    private Path directory;

    @BeforeEach
    void shop() throws IOException {
        SHOP.execute("DROP SCHEMA IF EXISTS learnt CASCADE", "CREATE SCHEMA learnt");
        for (String table : List.of("busy", "calm")) {
            SHOP.execute(
                    "CREATE TABLE learnt." + table + " (id int PRIMARY KEY, total int, changed timestamptz NOT NULL"
                            + " DEFAULT clock_timestamp())",
                    "INSERT INTO learnt." + table + " SELECT n, n FROM generate_series(1, 1000) n",
                    "CREATE INDEX ON learnt." + table + " (changed)");
        }
        SHOP.execute(
                "CREATE TABLE learnt.growing AS SELECT * FROM learnt.calm WHERE id <= 50",
                "ALTER TABLE learnt.growing ADD PRIMARY KEY (id), ALTER changed SET NOT NULL",
                "ANALYZE learnt.busy, learnt.calm, learnt.growing");
        Files.writeString(directory.resolve("advise.conf"), """
                highwater {
                  source { url = "%s", user = postgres, password = "env:DB_PASSWORD" }
                  advise { lake = "%s", name = shop, schemas = [learnt], small-rows = 100 }
                }
                """.formatted(SHOP.url(), directory.resolve("lake")));
    }

    private CommandLineRun run(String command, Path configuration, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--conf-file", configuration.toString()));
        arguments.addAll(List.of(more));
        CommandLineRun run =
                CommandLineRun.of(Map.of("DB_PASSWORD", SHOP.password()), step -> {}, arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    private CommandLineRun advise(Path out) {
        return run("advise", directory.resolve("advise.conf"), "--out", out.toString());
    }

    @Test
    void runsSoFarTeachWhatTheDatabaseCannotTell() throws Exception {
        assertThat(advise(directory).out()).doesNotContain("runs so far");
        Path first = directory.resolve("pipeline.conf");
        run("pipeline", first);
        for (int night = 0; night < 3; night++) {
            SHOP.execute("UPDATE learnt.busy SET total = total + 1, changed = clock_timestamp() WHERE id <= 800");
            run("pipeline", first, "--select", "busy");
        }
        SHOP.execute("DELETE FROM learnt.calm WHERE id > 990");
        repair("calm");
        SHOP.execute(
                "INSERT INTO learnt.growing SELECT id + 1000, total, changed FROM learnt.calm",
                "ANALYZE learnt.growing",
                "SELECT pg_stat_reset()");

        String said = advise(directory.resolve("later")).out();

        assertThat(said)
                .contains("7 runs so far were looked at")
                .containsPattern(
                        "learnt.busy .* full-refresh .*3 of the last 3 incremental loads wrote 80 % of the table's"
                                + " 1,000 rows.*: a full refresh would be cheaper")
                .contains(
                        "rows are deleted in the source: prove found 10 gone on ",
                        "it was loaded by full-refresh so far, the last time 50 rows in ",
                        "and has outgrown the limit of 100");
        Path later = directory.resolve("later/pipeline.conf");
        assertThat(later)
                .content()
                .containsPattern("(?s)\"calm\" \\{.*delete-detection = key-compare.*\"growing\" \\{");
        run("pipeline", later);
        for (String table : List.of("busy", "calm", "growing")) {
            assertThat(count(table)).as(table).isEqualTo(SHOP.number("SELECT count(*) FROM learnt." + table));
        }
    }

    private void repair(String table) throws IOException {
        Path job = directory.resolve(table + ".conf");
        Files.writeString(job, """
                highwater {
                  job = %1$s, state.path = "%2$s/_highwater"
                  source { type = jdbc, url = "%3$s", user = postgres, password = "env:DB_PASSWORD", table = learnt.%1$s }
                  target { path = "%2$s/%1$s", key = [id] }
                  incremental.column = changed
                }
                """.formatted(table, directory.resolve("lake"), SHOP.url()));
        run("prove", job, "--repair");
    }

    private long count(String table) {
        return TestSpark.session()
                .read()
                .format("delta")
                .load(directory.resolve("lake/" + table).toString())
                .count();
    }
}
