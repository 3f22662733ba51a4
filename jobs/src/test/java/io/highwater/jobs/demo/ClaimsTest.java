package io.highwater.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.StepListener;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    private static final StepListener NOBODY = step -> {};

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
    private final Claims claims = new Claims(new Printer(out, Ink.PLAIN));

    @TempDir
    private Path directory;

    @Test
    void trueClaimIsSaid() {
        claims.same("two tables agree", 3L, 3L);

        assertThat(text.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("   ok  two tables agree");
    }

    @Test
    void falseClaimEndsTheDemoAndIsNotSaid() {
        assertThatThrownBy(() -> claims.same("two tables agree", 3L, 2L))
                .isInstanceOfSatisfying(
                        UserException.class, end -> assertThat(end.exitCode()).isEqualTo(ExitCode.BUG))
                .hasMessage("The demo stops, because this is not true: two tables agree. Expected 3, found 2."
                        + " That is a defect in Highwater or in its demo: please report it.");
        assertThat(text.size()).isZero();
    }

    @Test
    void commandThatFailsEndsTheDemoAfterWhatItSaid() {
        TestSpark.session();
        Surroundings surroundings = new Surroundings(out, out, Map.of(), Clock.systemUTC(), NOBODY);
        Commands broken = new Commands(surroundings, (around, line) -> {
            around.err().println("     0.1 s  planned, reading");
            around.err().println("Cannot read: the disk is on fire.");
            return 7;
        });
        DemoFolder folder = DemoFolder.fresh(directory.resolve("demo"));

        assertThatThrownBy(() -> new DemoStory(surroundings, broken, folder, new ShopSize(200)).tell())
                .hasMessage("The demo stops, because this is not true: advise ends with exit code 0. Expected 0,"
                        + " found 7. That is a defect in Highwater or in its demo: please report it.");
        assertThat(text.toString(StandardCharsets.UTF_8)).endsWith("   | Cannot read: the disk is on fire.\n");
    }
}
