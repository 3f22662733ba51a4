package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
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

/** What has changed between advice and the run of the pipeline that it wrote. */
class AdviceOvertakenTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    private Path directory;

    @BeforeEach
    void advised() throws IOException {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS overtaken CASCADE",
                "CREATE SCHEMA overtaken",
                "CREATE TABLE overtaken.stays (id int PRIMARY KEY)",
                "INSERT INTO overtaken.stays VALUES (1)",
                "CREATE TABLE overtaken.goes (id int PRIMARY KEY)",
                "INSERT INTO overtaken.goes VALUES (1)");
        Files.writeString(directory.resolve("advise.conf"), """
                highwater {
                  source { url = "%s", user = postgres, password = "env:DB_PASSWORD" }
                  advise { lake = "%s", name = shop, schemas = [overtaken] }
                }
                """.formatted(SHOP.url(), directory.resolve("lake")));
        CommandLineRun advice = run("advise", "advise.conf", "--out", directory.toString());
        assertThat(advice.code()).as(advice.err()).isZero();
    }

    private CommandLineRun run(String command, String configuration, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--conf-file", directory.resolve(configuration).toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(Map.of("DB_PASSWORD", SHOP.password()), step -> {}, arguments.toArray(String[]::new));
    }

    @Test
    void tableThatIsGoneFailsItsStepAlone() {
        SHOP.execute("DROP TABLE overtaken.goes");

        CommandLineRun run = run("pipeline", "pipeline.conf");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out())
                .contains("goes failed (exit code 3):", "goes")
                .containsPattern("stays +full-refresh +SUCCESS");
        assertThat(run.err()).contains("1 of 2 steps succeeded, 1 failed (goes)");
        assertThat(directory.resolve("lake/stays/_delta_log")).exists();
        assertThat(directory.resolve("lake/goes")).doesNotExist();
    }

    @Test
    void stateThatCannotBeWrittenEndsThePipelineBeforeAnythingIs() throws Exception {
        Files.writeString(directory.resolve("file"), "not a directory");

        CommandLineRun run =
                run("pipeline", "pipeline.conf", "--set", "state.path=" + directory.resolve("file/_highwater"));

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .contains("the state", "file/_highwater", "Check highwater.state.path and the right to write there.")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("lake")).doesNotExist();
        assertThat(directory.resolve("file")).content().isEqualTo("not a directory");
    }
}
