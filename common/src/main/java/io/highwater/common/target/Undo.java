package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * Brings back what a table held before the job's last load, as a commit of its own. Undoing again goes one load further
 * back. Nothing is copied: the old files become the table's again.
 */
public final class Undo {
    private final DeltaTarget target;
    private final String job;

    public Undo(DeltaTarget target, String job) {
        this.target = target;
        this.job = job;
    }

    /**
     * What undoing would do.
     *
     * @param undone the load to undo
     * @param restore the version whose content comes back
     */
    public record Step(StampedCommit undone, long restore) {}

    /**
     * Finds the load that made the present content.
     *
     * @throws UserException if there is none, if it made the table, or if somebody else changed the table since
     */
    public Step step() {
        Snapshot now = target.snapshot();
        Iterator<CommitLog.Entry> entries = target.commits().newestFirst(now.version());
        long skipTo = Long.MAX_VALUE;
        while (entries.hasNext()) {
            CommitLog.Entry entry = entries.next();
            if (entry.version() > skipTo || entry.dataChange() == CommitLog.DataChange.UNCHANGED) {
                continue;
            }
            Optional<Stamp> stamp = entry.stamp().filter(mine -> mine.job().equals(job));
            if (stamp.isEmpty()) {
                throw foreign(entry);
            }
            if (stamp.get().number(Stamp.RESTORED).isPresent()) {
                skipTo = stamp.get().number(Stamp.RESTORED).getAsLong();
                continue;
            }
            return stepBefore(entry, stamp.get());
        }
        throw nothing("the log does not tell of a load by job " + job);
    }

    /** Does it, in one commit. */
    public long run(Step step, Stamp stamp) {
        OptimisticTransaction transaction = target.log().startTransaction();
        Snapshot before = VersionedDelta.snapshotAt(target.log(), step.restore());
        List<AddFile> wanted = files(before);
        List<AddFile> present = ScalaValues.list(transaction.filterFiles());
        List<AddFile> missing = without(wanted, present);
        checkThere(missing, step.restore());
        List<Action> actions = new ArrayList<>();
        missing.forEach(file -> actions.add(withDataChange(file)));
        without(present, wanted).forEach(file -> actions.add(file.remove()));
        if (!before.metadata().equals(transaction.metadata())) {
            transaction.updateMetadata(before.metadata(), false);
        }
        return new StampedTransaction(target, transaction)
                .commit(actions, new StampedRestore(step.restore(), stamp), stamp);
    }

    private Step stepBefore(CommitLog.Entry entry, Stamp stamp) {
        if (entry.version() == 0) {
            throw nothing("version 0 made the table, there is nothing before it");
        }
        return new Step(
                new StampedCommit(
                        entry.version(), entry.info().orElseThrow().timestamp().toInstant(), stamp),
                entry.version() - 1);
    }

    private static List<AddFile> files(Snapshot snapshot) {
        return snapshot.allFiles().collectAsList();
    }

    /** Files that stand in one list and not in the other, deletion vectors counting as part of a file's identity. */
    private static List<AddFile> without(List<AddFile> files, List<AddFile> others) {
        Function<AddFile, String> identity = file -> file.path() + "#"
                + ScalaValues.optional(file.getDeletionVectorUniqueId()).orElse("");
        Set<String> there = others.stream().map(identity).collect(Collectors.toCollection(HashSet::new));
        return files.stream()
                .filter(file -> !there.contains(identity.apply(file)))
                .toList();
    }

    private static Action withDataChange(AddFile file) {
        String json = file.json().replaceFirst("\"dataChange\":false", "\"dataChange\":true");
        return org.apache.spark.sql.delta.actions.Action$.MODULE$.fromJson(json);
    }

    private void checkThere(List<AddFile> files, long version) {
        StoredFiles stored = new StoredFiles(target);
        boolean gone = files.stream()
                .flatMap(file -> stored.of(file).stream())
                .distinct()
                .anyMatch(path -> !stored.isThere(path));
        if (gone) {
            throw nothing("files of version " + version + " are gone, most likely by VACUUM");
        }
    }

    private UserException foreign(CommitLog.Entry entry) {
        return new UserException(
                ExitCode.REFUSED,
                "Cannot undo the last load of job " + job + " in " + target.address() + ": version " + entry.version()
                        + " (" + entry.operation() + ") changed the table since, and would be lost. If that is what you"
                        + " want: RESTORE TABLE " + target.sql() + " TO VERSION AS OF <version>.");
    }

    private UserException nothing(String why) {
        return new UserException(
                ExitCode.REFUSED, "Cannot undo in " + target.address() + ": " + why + ". Nothing was changed.");
    }
}
