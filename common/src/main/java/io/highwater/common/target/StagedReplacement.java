package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.functions;
import scala.Option;

/** New content of a table, written and not yet visible. It ends published, kept aside or discarded. */
public final class StagedReplacement {
    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final List<Action> others;
    private final List<AddFile> files;

    StagedReplacement(DeltaTarget target, OptimisticTransaction transaction, List<Action> actions) {
        this.target = target;
        this.transaction = transaction;
        this.files = new ArrayList<>();
        this.others = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof AddFile file) {
                files.add(file);
            } else {
                others.add(action);
            }
        }
    }

    /** The staged rows, read back from the staged files. */
    public Dataset<Row> rows() {
        return rowsOf(files);
    }

    /** Files staged. */
    public int files() {
        return files.size();
    }

    /** Bytes staged. */
    public long bytes() {
        return files.stream().mapToLong(AddFile::size).sum();
    }

    /** The version of the table that the content was prepared against; -1 if there was none. */
    public long basedOn() {
        return transaction.readVersion();
    }

    /** Takes rows out again. Only the files that hold such rows are rewritten. */
    public void remove(Column condition) {
        Set<String> names = new HashSet<>(rows().filter(condition)
                .select(functions.col("_metadata.file_name"))
                .distinct()
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList());
        List<AddFile> touched = files.stream()
                .filter(file -> names.contains(file.toPath().getName()))
                .toList();
        List<FileAction> rewritten = ScalaValues.list(transaction.writeFiles(
                rowsOf(touched).filter(functions.not(functions.coalesce(condition, functions.lit(false))))));
        files.removeAll(touched);
        rewritten.stream()
                .filter(AddFile.class::isInstance)
                .map(AddFile.class::cast)
                .forEach(files::add);
        delete(touched);
    }

    /**
     * Makes the content the table's, in one commit, and proves that the commit is there.
     *
     * @return the version
     * @throws UserException if a later run of the job has committed, or somebody changed the table meanwhile
     */
    public long publish(Stamp stamp) {
        long version = new StampedTransaction(target, transaction).commit(actions(), SaveMode.Overwrite, stamp);
        target.register();
        return version;
    }

    /** Deletes what was staged. */
    public void discard() {
        delete(files);
        files.clear();
    }

    /** What the table would be, for whoever keeps the files aside. */
    Metadata metadata() {
        return transaction.metadata();
    }

    List<AddFile> stagedFiles() {
        return List.copyOf(files);
    }

    Path locate(AddFile file) {
        return file.absolutePath(target.log());
    }

    private List<Action> actions() {
        List<Action> actions = new ArrayList<>(others);
        actions.addAll(files);
        return actions;
    }

    private Dataset<Row> rowsOf(List<AddFile> some) {
        DummySnapshot described = new DummySnapshot(
                new Path(target.path(), "_delta_log"),
                target.log(),
                transaction.metadata(),
                Option.empty(),
                Option.apply(transaction.protocol()));
        return target.log().createDataFrame(described, ScalaValues.seq(some), false, Option.empty());
    }

    private void delete(List<AddFile> some) {
        try {
            FileSystem files = target.path().getFileSystem(target.log().newDeltaHadoopConf());
            for (AddFile file : some) {
                files.delete(locate(file), false);
            }
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot delete staged files below " + target.path() + ": " + failure.getMessage()
                            + ". No reader sees them; VACUUM removes them.",
                    failure);
        }
    }
}
