package io.highwater.common.target;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * Rows taken out of a table's files, short of the commit.
 *
 * @param actions what a commit must do
 * @param written files that were written for it, which nobody needs if there is no commit
 */
record Removal(List<Action> actions, List<Path> written) {
    static final Removal NONE = new Removal(List.of(), List.of());

    Removal {
        actions = List.copyOf(actions);
        written = List.copyOf(written);
    }

    /** Bytes that were written for it. */
    long bytes() {
        return actions.stream()
                .filter(AddFile.class::isInstance)
                .mapToLong(action -> bytes((AddFile) action))
                .sum();
    }

    private static long bytes(AddFile file) {
        return file.deletionVector() == null
                ? file.size()
                : file.deletionVector().sizeInBytes();
    }
}
