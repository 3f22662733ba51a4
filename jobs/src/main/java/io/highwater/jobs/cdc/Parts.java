package io.highwater.jobs.cdc;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import java.util.ArrayList;
import java.util.List;

/** What a run commits one after another, each part under a generation of its own. */
final class Parts {
    private final RunContext run;
    private final List<Outcome> waiting = new ArrayList<>();
    private boolean empty = true;

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
        empty &= done.isEmpty();
    }

    /** To be said when the feed was read to its end. */
    void loaded() {
        if (empty) {
            add(List.of(new Outcome.Unchanged(0, "the feed has nothing new", List.of())));
        }
    }

    /** The end: the last outcome, after all others were handed over. To be asked for when there is one. */
    Outcome last() {
        Outcome last = waiting.remove(waiting.size() - 1);
        begin();
        return last;
    }
}
