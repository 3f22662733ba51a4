package io.highwater.common.job;

import java.util.List;

/** What a run is going to do. Holds the source open until it is closed. */
public interface Plan extends AutoCloseable {
    /** The plan in words, a line each, for a dry run. */
    List<String> description();

    /**
     * The work, in the order in which it is done. Asked once, when the work is about to begin.
     *
     * @throws io.highwater.common.error.UserException if the source does not allow it after all
     */
    List<Unit> units(RunContext context);

    @Override
    void close();
}
