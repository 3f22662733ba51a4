package io.highwater.common.target;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;

/** The last step of every load: one commit that carries its stamp, refused to a run that was overtaken. */
final class StampedTransaction {
    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final Numbering numbering;

    /** Whether a generation is good for one commit, after which nothing under it may come. */
    enum Numbering {
        ONE_COMMIT,
        /** For commits that may be made again without harm. */
        MANY_COMMITS,
        /** The same, in a transaction that has looked at all of the table, so that it conflicts with whatever others add. */
        MANY_COMMITS_ALONE
    }

    StampedTransaction(DeltaTarget target, OptimisticTransaction transaction) {
        this(target, transaction, Numbering.ONE_COMMIT);
    }

    StampedTransaction(DeltaTarget target, OptimisticTransaction transaction, Numbering numbering) {
        this.target = target;
        this.transaction = transaction;
        this.numbering = numbering;
    }

    long commit(List<Action> actions, SaveMode mode, Stamp stamp) {
        return commit(actions, write(mode, Option.empty(), stamp), stamp);
    }

    /** Commits rows in the place of those that meet a predicate. */
    long commitReplacing(String predicate, List<Action> actions, Stamp stamp) {
        return commit(actions, write(SaveMode.Overwrite, Option.apply(predicate), stamp), stamp);
    }

    long commit(List<Action> actions, DeltaOperations.Operation operation, Stamp stamp) {
        String name = Stamp.transactionName(stamp.job());
        long last = lastGeneration(name, stamp);
        if (last > stamp.generation() || (last == stamp.generation() && numbering == Numbering.ONE_COMMIT)) {
            throw overtaken(stamp);
        }
        List<Action> stamped = new ArrayList<>(actions);
        stamped.add(new SetTransaction(name, stamp.generation(), Option.apply((Object) System.currentTimeMillis())));
        stamp.number(Stamp.BATCH)
                .ifPresent(batch -> stamped.add(
                        new SetTransaction(name + ":batch", batch, Option.apply((Object) System.currentTimeMillis()))));
        long version = commitOrExplain(stamped, operation, stamp);
        prove(version, stamp);
        return version;
    }

    /**
     * The generation of the job's last commit: where it is one of the last few, the commit tells, and otherwise the table's state,
     * which is a query. The transaction conflicts with a later run's commit by this, or does so anyway.
     */
    private long lastGeneration(String name, Stamp stamp) {
        Optional<Long> recent = target.commits().recentGenerationOf(stamp.job(), transaction.readVersion());
        if (recent.isPresent() && numbering != Numbering.MANY_COMMITS_ALONE) {
            transaction.readTxn().$plus$eq(name);
        }
        return recent.orElseGet(() -> transaction.txnVersion(name));
    }

    private long commitOrExplain(List<Action> actions, DeltaOperations.Operation operation, Stamp stamp) {
        try {
            return transaction.commit(ScalaValues.seq(actions), operation);
        } catch (ConcurrentTransactionException later) {
            throw overtaken(stamp);
        } catch (DeltaConcurrentModificationException conflict) {
            throw new ConflictException(
                    "Cannot commit run " + stamp.run() + " to " + target.address()
                            + ": the table was changed while the run was at work ("
                            + firstLine(conflict.getMessage()) + "). The table keeps that change. Run again.",
                    conflict);
        } catch (Exception | FSError failure) {
            // Delta throws exceptions that its methods do not declare, and Hadoop an error when a local disk is full.
            IOException broken = ExceptionUtils.throwableOfType(failure, IOException.class);
            if (broken == null) {
                throw failure;
            }
            throw uncertain(broken, failure, stamp);
        }
    }

    private UserException uncertain(IOException broken, Throwable failure, Stamp stamp) {
        return new UncertainCommitException(
                "Cannot commit run " + stamp.run() + " to " + target.address() + ": "
                        + firstLine(String.valueOf(broken.getMessage()))
                        + ". Readers see the table as it was, or the whole commit if it was made all the same. Run again once"
                        + " that is mended: the run finds out.",
                failure);
    }

    /** Delta may skip a commit without an error; only the log says what happened. */
    private void prove(long version, Stamp stamp) {
        boolean there = target.commits()
                .at(version)
                .flatMap(CommitLog.Entry::stamp)
                .filter(stamp::equals)
                .isPresent();
        if (!there) {
            throw new IllegalStateException("Version " + version + " of " + target.address()
                    + " does not carry the stamp of run " + stamp.run() + " that was just committed: " + stamp.json());
        }
    }

    private UserException overtaken(Stamp stamp) {
        return new UserException(
                ExitCode.HELD,
                "Run " + stamp.run() + " of job " + stamp.job() + " (generation " + stamp.generation()
                        + ") may not commit to " + target.address()
                        + ": a later run has committed since. Nothing was changed.");
    }

    private static DeltaOperations.Write write(SaveMode mode, Option<String> predicate, Stamp stamp) {
        return VersionedDelta.write(mode, predicate, stamp.json());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
