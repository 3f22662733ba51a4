package io.highwater.jobs.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import io.highwater.jobs.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final TestPostgres SHOP = TestPostgres.server();

    @TempDir
    private Path directory;

    private Lake lake;

    @BeforeEach
    void thousandTides() {
        SHOP.execute(
                "DROP SCHEMA IF EXISTS tide CASCADE",
                "CREATE SCHEMA tide",
                "CREATE TABLE tide.levels (id bigint PRIMARY KEY, note text, updated_at timestamptz DEFAULT clock_timestamp())",
                "INSERT INTO tide.levels (id, note) SELECT n, 'level ' || n FROM generate_series(1, 1000) n");
        lake = new Lake(directory)
                .reading(SHOP, "table = tide.levels", "incremental { column = updated_at, overlap = 0 seconds }");
    }

    @Test
    void aPageTellsOfRunsThatSucceededAndOfOneThatWasRefused() throws IOException {
        lake.run("incremental");
        SHOP.execute("TRUNCATE tide.levels");
        CommandLineRun refused = lake.run("full-refresh");
        assertThat(refused.code()).isEqualTo(4);
        Path page = directory.resolve("pages/report.html");

        CommandLineRun report = lake.run("report", "--out", page.toString());

        assertThat(report.code()).as(report.err()).isZero();
        assertThat(report.out()).isEqualTo("the report is " + page + System.lineSeparator());
        assertThat(Files.readString(page))
                .contains("<title>Highwater: " + lake.state() + "</title>")
                .contains("full-refresh into " + lake.table())
                .contains("updated_at up to ")
                .contains("exit code 4");
        assertThat(page.getParent()).isDirectoryNotContaining("glob:**.report*");
    }

    @Test
    void bytesOfRunsAreThoseOfTheFilesThatTheirCommitsBring() {
        lake.run("incremental");
        SHOP.execute("UPDATE tide.levels SET note = 'changed', updated_at = clock_timestamp() WHERE id <= 3");
        lake.run("incremental");

        List<String> told = lake.texts(
                "SELECT bytes_written FROM delta.`" + lake.state().resolve("runs") + "` ORDER BY started_at");

        assertThat(told).containsExactly(bytesOf(0), bytesOf(1)).doesNotContain("0");
    }

    /** A file that is there already comes again with rows marked as gone: then the marks are what was written. */
    private String bytesOf(int version) {
        String log = lake.table()
                .resolve("_delta_log")
                .resolve(String.format("%020d.json", version))
                .toString();
        boolean marks = lake.texts("SELECT to_json(add) FROM json.`" + log + "` WHERE add IS NOT NULL").stream()
                .anyMatch(add -> add.contains("\"deletionVector\""));
        String size = marks ? "coalesce(add.deletionVector.sizeInBytes, add.size)" : "add.size";
        return lake.texts("SELECT sum(" + size + ") FROM json.`" + log + "` WHERE add IS NOT NULL")
                .get(0);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path file = lake.table().getParent().resolve("job.conf");

        CommandLineRun report =
                lake.run("report", "--out", file.resolve("report.html").toString());

        assertThat(report.code()).isEqualTo(7);
        assertThat(report.err())
                .contains("Cannot write the report to " + file.resolve("report.html"))
                .contains("Name another file with --out");
    }

    @Test
    void aStatePathThatIsNotGivenIsAskedForByItsPlainName() {
        CommandLineRun report = CommandLineRun.of(Map.of(), step -> {}, "report");

        assertThat(report.code()).isEqualTo(3);
        assertThat(report.err()).contains("  highwater.state.path ");
    }

    @Test
    void aStateThatIsNotThereYetMakesAPageToo() {
        Path page = directory.resolve("report.html");
        assertThat(lake.run("report", "--out", page.toString()).code()).isZero();
        assertThat(page).content().contains("No run has ended yet.");
    }
}
