package io.highwater.jobs.advisor;

import io.highwater.common.state.RunRecord;
import java.util.List;
import java.util.Optional;

/**
 * How a job went so far.
 *
 * @param loads its runs that ended well, newest first, as far back as was looked
 */
record LoadHistory(List<Load> loads) {
    /** Nothing is known. */
    static final LoadHistory NONE = new LoadHistory(List.of());

    LoadHistory {
        loads = List.copyOf(loads);
    }

    /** The newest load, if it was by a pattern. */
    Optional<Load> latest(String pattern) {
        return loads.stream()
                .filter(load -> !RunRecord.isTending(load.pattern()))
                .findFirst()
                .filter(load -> load.pattern().equals(pattern));
    }

    /** The newest loads by a pattern, without the oldest that is known: it may be the first, which finds everything new. */
    List<Load> repeated(String pattern, int most) {
        List<Load> all =
                loads.stream().filter(load -> load.pattern().equals(pattern)).toList();
        return all.subList(0, Math.max(0, Math.min(most, all.size() - 1)));
    }
}
