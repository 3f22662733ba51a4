package io.highwater.common.job;

import io.highwater.common.error.UserException;
import io.highwater.common.target.Chore;
import io.highwater.common.target.ConflictException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Does what is due for tables' sake within a run, each commit under a generation of its own. */
public final class Tending {
    private static final int ATTEMPTS = 2;

    private final RunContext run;
    private final List<Outcome> done = new ArrayList<>();
    private boolean used;

    private Tending(RunContext run, boolean used) {
        this.run = run;
        this.used = used;
    }

    /** Within a run that does nothing else. */
    public static Tending alone(RunContext run) {
        return new Tending(run, false);
    }

    /** Within a run that has committed. */
    public static Tending afterCommits(RunContext run) {
        return new Tending(run, true);
    }

    /**
     * Does something if it is due. If others change the table meanwhile it is looked at once more, and then left for another
     * time.
     */
    public void tend(DeltaTarget table, Supplier<Optional<Chore>> due) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Chore> chore = due.get();
            try {
                chore.ifPresent(this::perform);
                return;
            } catch (ConflictException overtaken) {
                if (attempt == ATTEMPTS) {
                    failed(table, overtaken);
                }
            }
        }
    }

    /** Tells of something that could not be done. */
    public void failed(DeltaTarget table, Exception failure) {
        done.add(new Outcome.Upkeep(List.of(), Optional.of(warning(table, failure))));
    }

    /** What was done so far, and what could not be. */
    public List<Outcome> outcomes() {
        return List.copyOf(done);
    }

    private void perform(Chore chore) {
        if (used) {
            run.parts(List.of());
        }
        run.checkLease();
        Instant began = run.now();
        Stamp stamp = run.stamp(Map.of());
        used = true;
        String words = chore.work().apply(stamp);
        run.reached(Step.COMMITTED);
        double seconds = Duration.between(began, run.now()).toMillis() / 1000.0;
        done.add(new Outcome.Upkeep(List.of(String.format("%s, %.1f s", words, seconds)), Optional.empty()));
    }

    /** Why the upkeep of a table failed, which is no reason for a load to fail. */
    public static String warning(DeltaTarget table, Exception failure) {
        Throwable cause = failure instanceof UserException
                ? failure
                : Optional.ofNullable(ExceptionUtils.getRootCause(failure)).orElse(failure);
        String why = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
        return "The upkeep of " + table.address() + " did not succeed: "
                + why.lines().findFirst().orElse("").replaceFirst("[.\\s]*$", ".")
                + " What was committed before stays, and the next run tries again.";
    }
}
