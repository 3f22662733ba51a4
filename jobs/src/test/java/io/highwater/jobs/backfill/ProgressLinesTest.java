package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.backfill.BackfillProgress.Standing;
import io.highwater.jobs.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    private final ProgressLines lines =
            new ProgressLines(new Surroundings(stream, stream, Map.of(), Clock.systemUTC(), step -> {}));

    @Test
    void elsewhereThanInATerminalALineIsPrintedNowAndThenAndAtTheEnd() {
        lines.at(new Standing(10, 1, 2, 0, 100, 1, false));
        lines.at(new Standing(10, 2, 2, 0, 200, 11, false));
        lines.at(new Standing(10, 3, 2, 0, 300, 12, false));
        lines.at(new Standing(10, 3, 0, 1, 300, 20, true));

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "    11.0 s  2 of 10 intervals loaded, 2 running, 0 failed, 200 rows, 18 rows/s, about 44 s left",
                        "    20.0 s  3 of 10 intervals loaded, 0 running, 1 failed, 300 rows, 15 rows/s");
    }
}
