package io.highwater.common.target;

import io.highwater.common.error.UserException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/** New content of a table, written and not yet visible. It ends published, kept aside or discarded. */
public final class StagedReplacement {
    private final StagedFiles staged;

    StagedReplacement(StagedFiles staged) {
        this.staged = staged;
    }

    /** The staged rows, read back from the staged files. */
    public Dataset<Row> rows() {
        return staged.rows();
    }

    /** Files staged. */
    public int files() {
        return staged.files().size();
    }

    /** Bytes staged. */
    public long bytes() {
        return staged.bytes();
    }

    /** The version of the table that the content was prepared against; -1 if there was none. */
    public long basedOn() {
        return staged.transaction().readVersion();
    }

    /** Takes rows out again. Only the files that hold such rows are rewritten. */
    public void remove(Column condition) {
        staged.remove(condition);
    }

    /**
     * Makes the content the table's, in one commit, and proves that the commit is there.
     *
     * @return the version
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public long publish(Stamp stamp) {
        long version = new StampedTransaction(staged.target(), staged.transaction())
                .commit(staged.actions(), SaveMode.Overwrite, stamp);
        staged.target().register();
        return version;
    }

    /** Deletes what was staged. */
    public void discard() {
        staged.discard();
    }

    /** What the table would be, for whoever keeps the files aside. */
    Metadata metadata() {
        return staged.transaction().metadata();
    }

    List<AddFile> stagedFiles() {
        return staged.files();
    }

    Path locate(AddFile file) {
        return staged.table().path(file);
    }
}
