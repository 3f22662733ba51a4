package io.highwater.common.job;

import java.util.List;

/** What a run is going to do. Holds the source open until it is closed. */
public interface Plan extends AutoCloseable {
    /** The plan in words, a line each, for a dry run. */
    List<String> description();

    /** The work, in the order in which it is done. */
    List<Unit> units();

    @Override
    void close();
}
