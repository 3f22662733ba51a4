package io.highwater.common.target;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.actions.Action;

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
}
