package io.highwater.common.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one step of one run of a pipeline.
 *
 * @param step the step's name
 * @param kind the pattern, or the class of a user's own step
 * @param dependsOn the steps it waits for
 * @param target what it writes to; empty if it says nothing of that
 * @param status how far it is
 * @param reason why, a sentence; never empty once it is final
 * @param attempts how often it was begun
 * @param startedAt when it was begun first
 * @param endedAt when it ended
 * @param exitCode what a process of its own would have returned; empty unless it failed
 * @param jobRun the run that the {@code runs} table tells more of; empty if there is none
 * @param figures what it did; zero unless it succeeded
 */
public record StepRecord(
        String step,
        String kind,
        List<String> dependsOn,
        Optional<String> target,
        StepStatus status,
        Optional<String> reason,
        int attempts,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        OptionalLong exitCode,
        Optional<String> jobRun,
        Figures figures) {
    public StepRecord {
        dependsOn = List.copyOf(dependsOn);
    }

    /** A step that waits. */
    public static StepRecord planned(String step, String kind, List<String> dependsOn, Optional<String> target) {
        return new StepRecord(
                step,
                kind,
                dependsOn,
                target,
                StepStatus.PENDING,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Figures.NONE);
    }

    /** Another attempt begins. */
    public StepRecord running(int attempt, Instant now) {
        return new StepRecord(
                step,
                kind,
                dependsOn,
                target,
                StepStatus.RUNNING,
                Optional.of("attempt " + attempt),
                attempt,
                Optional.of(startedAt.orElse(now)),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Figures.NONE);
    }

    /** Nothing but what is said of it changes. */
    public StepRecord saying(String words) {
        return new StepRecord(
                step,
                kind,
                dependsOn,
                target,
                status,
                Optional.of(words),
                attempts,
                startedAt,
                endedAt,
                exitCode,
                jobRun,
                figures);
    }

    /** It ended well. */
    public StepRecord succeeded(String words, Figures did, Optional<String> by, Instant now) {
        return ended(StepStatus.SUCCESS, words, Optional.of(now), OptionalLong.empty(), by, did);
    }

    /** It did not end well. */
    public StepRecord failed(String words, int code, Instant now) {
        return ended(StepStatus.FAILED, words, Optional.of(now), OptionalLong.of(code), Optional.empty(), Figures.NONE);
    }

    /** It is not tried. */
    public StepRecord skipped(String words) {
        return ended(StepStatus.SKIPPED, words, Optional.empty(), OptionalLong.empty(), Optional.empty(), Figures.NONE);
    }

    private StepRecord ended(
            StepStatus how, String words, Optional<Instant> now, OptionalLong code, Optional<String> by, Figures did) {
        return new StepRecord(
                step, kind, dependsOn, target, how, Optional.of(words), attempts, startedAt, now, code, by, did);
    }

    /**
     * Rows, as the step's own job counted them.
     *
     * @param read rows that came out of the source
     * @param written rows in its commits
     * @param quarantined rows set aside
     * @param version the last version of the target that it committed; empty if it committed nothing
     */
    public record Figures(long read, long written, long quarantined, OptionalLong version) {
        /** Nothing was done. */
        public static final Figures NONE = new Figures(0, 0, 0, OptionalLong.empty());
    }
}
