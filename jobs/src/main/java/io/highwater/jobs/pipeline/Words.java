package io.highwater.jobs.pipeline;

import java.time.Duration;

/** Lengths of time, for people. */
final class Words {
    private Words() {}

    static String of(Duration time) {
        long seconds = time.toSeconds();
        if (time.toMillis() % 1000 != 0 || seconds == 0) {
            return time.toMillis() + " ms";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
