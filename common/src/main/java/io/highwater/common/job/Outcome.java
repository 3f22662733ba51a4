package io.highwater.common.job;

import java.util.List;
import java.util.Optional;

/** How a unit of work ended well. */
public sealed interface Outcome {
    /** What a reader of the report should know, a sentence each. */
    List<String> notes();

    /** Rows that came out of the source. */
    long rowsRead();

    /** Rows in commits. */
    default long rowsWritten() {
        return 0;
    }

    /** Rows set aside. */
    default long rowsQuarantined() {
        return 0;
    }

    /** Bytes of the files in commits. */
    default long bytesWritten() {
        return 0;
    }

    /**
     * A commit was made.
     *
     * @param version the Delta version
     * @param rowsRead rows that came out of the source
     * @param rowsWritten rows in the commit
     * @param rowsQuarantined rows set aside
     * @param bytesWritten bytes of the files in the commit
     * @param notes what a reader of the report should know, a sentence each
     */
    record Committed(
            long version, long rowsRead, long rowsWritten, long rowsQuarantined, long bytesWritten, List<String> notes)
            implements Outcome {
        public Committed {
            notes = List.copyOf(notes);
        }
    }

    /**
     * There was nothing to commit.
     *
     * @param rowsRead rows that came out of the source
     * @param reason why, a sentence fragment
     * @param notes what a reader of the report should know, a sentence each
     */
    record Unchanged(long rowsRead, String reason, List<String> notes) implements Outcome {
        public Unchanged {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Several jobs were run, each with a record of its own.
     *
     * @param rowsRead rows that came out of their sources
     * @param rowsWritten rows in their commits
     * @param rowsQuarantined rows set aside
     * @param notes what a reader of the report should know, a sentence each
     */
    record Steps(long rowsRead, long rowsWritten, long rowsQuarantined, List<String> notes) implements Outcome {
        public Steps {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Something was done for the tables' sake, after the load; the rows are the same.
     *
     * @param notes what was done, a sentence each
     * @param warning what could not be done, and why; the load stands all the same
     */
    record Upkeep(List<String> notes, Optional<String> warning) implements Outcome {
        public Upkeep {
            notes = List.copyOf(notes);
        }

        @Override
        public long rowsRead() {
            return 0;
        }
    }
}
