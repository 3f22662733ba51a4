package io.highwater.common.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run that ended well did.
 *
 * @param job the job's name
 * @param run the run
 * @param pattern the pattern or command
 * @param target what was written to
 * @param outcomes how each unit ended
 * @param recovered what was settled about earlier runs, a sentence each
 * @param startedAt when the lease was taken
 * @param took how long the run lasted
 */
public record RunReport(
        String job,
        String run,
        String pattern,
        String target,
        List<Outcome> outcomes,
        List<String> recovered,
        Instant startedAt,
        Duration took) {
    public RunReport {
        outcomes = List.copyOf(outcomes);
        recovered = List.copyOf(recovered);
    }
}
