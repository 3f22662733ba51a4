package io.highwater.jobs.cdc.table;

import io.highwater.common.target.Stamp;
import java.util.List;
import java.util.OptionalLong;

/** What some events change in a table, decided and written, not yet visible. */
public interface StagedEvents {
    /** What becomes of the table, a sentence fragment. */
    String summary();

    /** What else a person should know, a sentence each. */
    List<String> notes();

    /** Rows in the commit. */
    long written();

    /** Bytes of the files that the commit brings. */
    long bytes();

    /**
     * Makes it the table's, in one commit; before it, remembers what the table will not show.
     *
     * @return the version; empty if nothing changes
     */
    OptionalLong publish(Stamp stamp);
}
