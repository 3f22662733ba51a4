package io.highwater.jobs.backfill;

import io.highwater.common.time.Window;
import java.util.List;

/** Of a group of intervals some cannot be loaded; the others can, without them. */
final class GuiltyIntervalsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Window> guilty;

    GuiltyIntervalsException(List<Window> guilty) {
        super(guilty.size() + " intervals cannot be loaded");
        this.guilty = List.copyOf(guilty);
    }

    List<Window> guilty() {
        return guilty;
    }
}
