package io.highwater.common.job;

import io.highwater.common.target.Stamp;
import io.highwater.common.watch.LogFields;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a unit of work knows about the run it is part of. */
public interface RunContext {
    /** The run's identity. */
    String run();

    /** What this thread logs until the scope is closed is about a unit of the run, named in the user's terms. */
    LogFields.Scope unit(String name);

    /** What time it is. */
    Instant now();

    /** Tells whoever listens how far the run has come. */
    void reached(Step step);

    /** A stamp for a commit of this run. */
    Stamp stamp(Map<String, String> facts);

    /** Parts of a unit are committed. What the unit does next is committed under a generation of its own. */
    void parts(List<Outcome> outcomes);

    /** Whether a run before this one died without a word. */
    boolean followsInterruptedRun();

    /**
     * To be asked right before a commit.
     *
     * @throws io.highwater.common.state.LeaseHeldException if the job was taken over
     */
    void checkLease();
}
