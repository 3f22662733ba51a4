package io.highwater.jobs.backfill;

import io.highwater.jobs.cli.Surroundings;
import java.time.Duration;

/** Prints how far a backfill has come: one line that changes in a terminal, a line now and then elsewhere. */
final class ProgressLines implements BackfillProgress {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final boolean terminal;
    private double next = PAUSE.toSeconds();

    ProgressLines(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.terminal = surroundings.progressIsWatched();
    }

    @Override
    public void at(Standing standing) {
        if (terminal) {
            surroundings.err().print("\r\u001b[K" + line(standing) + (standing.over() ? "\n" : ""));
            surroundings.err().flush();
        } else if (standing.seconds() >= next || standing.over()) {
            surroundings.err().println(line(standing));
            next = standing.seconds() + PAUSE.toSeconds();
        }
    }

    private static String line(Standing at) {
        double rate = at.seconds() > 0 ? at.rows() / at.seconds() : 0;
        String left = at.done() == 0 || at.over()
                ? ""
                : ", about " + words((at.planned() - at.done() - at.failed()) * at.seconds() / at.done()) + " left";
        return String.format(
                "  %6.1f s  %,d of %,d intervals loaded, %,d running, %,d failed, %,d rows, %,.0f rows/s%s",
                at.seconds(), at.done(), at.planned(), at.running(), at.failed(), at.rows(), rate, left);
    }

    private static String words(double seconds) {
        if (seconds < 120) {
            return Math.round(seconds) + " s";
        }
        return seconds < 7200 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
    }
}
