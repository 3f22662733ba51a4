package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import java.util.ArrayList;
import java.util.List;

/** What a run commits one after another, each part under a generation of its own. */
final class Parts {
    private final RunContext run;
    private final List<Outcome> waiting = new ArrayList<>();

    Parts(RunContext run) {
        this.run = run;
    }

    /** To be said before a part is begun. */
    void begin() {
        if (!waiting.isEmpty()) {
            run.parts(List.copyOf(waiting));
            waiting.clear();
        }
    }

    /** To be said when a part is committed. */
    void add(List<Outcome> done) {
        waiting.addAll(done);
    }

    /** The end: the last outcome, after all others were handed over. */
    Outcome last() {
        if (waiting.isEmpty()) {
            return new Outcome.Unchanged(0, "the feed has nothing new", List.of());
        }
        Outcome last = waiting.remove(waiting.size() - 1);
        begin();
        return last;
    }
}
