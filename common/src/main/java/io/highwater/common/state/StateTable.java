package io.highwater.common.state;

import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.types.StructType;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.FileSystems;
import io.highwater.common.error.Outage;
import io.highwater.common.error.UserException;
import io.highwater.common.storage.S3Defaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * A small append-only Delta table with a note per name beside the rows, both changed in one commit. It is read and
 * written through Delta Kernel: no Spark session, no Spark job. Two commits that change the same note conflict; commits
 * that only append, or change other notes, do not. Notes live in the table's domain metadata, rows are plain Delta rows.
 */
final class StateTable {
    private final Engine engine;
    private final Configuration hadoop;
    private final String path;
    private final StateCommits commits;
    private Optional<View> known = Optional.empty();
    private long attempts;

    StateTable(Configuration hadoop, String path, StructType schema) {
        this.hadoop = hadoop;
        this.path = qualified(hadoop, path);
        this.engine = engine(hadoop, this.path);
        this.commits = new StateCommits(engine, this.path, schema);
    }

    /** A commit found that another changed the same note first. */
    static final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        Conflict(Exception cause) {
            super(cause);
        }
    }

    /** What is decided by looking at a table, and ends in a commit. */
    interface Decision<T> {
        /**
         * Looks, and commits.
         *
         * @throws Conflict if the commit conflicts: then the decision is to be made anew
         */
        T by(Optional<View> base) throws Conflict;
    }

    /**
     * Decides by the table as this process knows it, which is as it is unless another process has written since. That is
     * good enough for a decision that ends in a commit of the note it was about: the commit conflicts if that note is another
     * now. A decision that ends without a commit is made once more, by the table as it is.
     */
    synchronized <T> T decided(Decision<T> decision) {
        Optional<View> base = known.filter(this::isStillThere);
        if (base.isPresent()) {
            long before = attempts;
            try {
                T result = decision.by(base);
                if (attempts > before) {
                    return result;
                }
            } catch (Conflict again) {
                known = Optional.empty();
            } catch (RuntimeException failure) {
                known = Optional.empty();
                // A commit that failed may have been made all the same: to decide again could make it twice.
                if (attempts > before) {
                    throw failure;
                }
            }
        }
        while (true) {
            try {
                return decision.by(latest());
            } catch (Conflict overtaken) {
                known = Optional.empty();
            }
        }
    }

    /** A table that was deleted must not get a commit without those before it. */
    private boolean isStillThere(View view) {
        String name = String.format("%020d.json", view.snapshot().getVersion());
        Path commit = new Path(view.snapshot().getLogPath().toString(), name);
        try {
            return commit.getFileSystem(hadoop).exists(commit);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The table as this process last made or saw it; as it is now if it has not. */
    synchronized Optional<View> lastKnown() {
        return known.isPresent() ? known : latest();
    }

    /** The table as it is now; empty if nothing was ever committed. */
    synchronized Optional<View> latest() {
        try {
            known = Optional.of(new View(TableManager.loadSnapshot(path).build(engine), Optional.empty()));
            return known;
        } catch (TableNotFoundException none) {
            return Optional.empty();
        } catch (KernelException | KernelEngineException | UncheckedIOException | FSError failure) {
            throw unavailable("read", failure);
        }
    }

    /**
     * Changes notes and appends rows, all or nothing, on top of {@code base}.
     *
     * @throws Conflict if one of the notes, or the table itself, was changed since {@code base}
     */
    void commit(Optional<View> base, Map<String, String> notes, List<Object[]> rows) throws Conflict {
        TransactionCommitResult result =
                change(base, transaction -> notes.forEach(transaction::addDomainMetadata), rows);
        remember(base, result, notes, Set.of());
    }

    /**
     * Removes a note.
     *
     * @throws Conflict if it, or the table itself, was changed since {@code base}
     */
    void remove(View base, String note) throws Conflict {
        TransactionCommitResult result =
                change(Optional.of(base), transaction -> transaction.removeDomainMetadata(note), List.of());
        remember(Optional.of(base), result, Map.of(), Set.of(note));
    }

    /** Unless another process has committed in between, the table is what it was and what was committed. */
    private void remember(
            Optional<View> base, TransactionCommitResult result, Map<String, String> notes, Set<String> removed) {
        known = base.filter(view -> result.getVersion() == view.snapshot().getVersion() + 1)
                .flatMap(view -> result.getPostCommitSnapshot().map(after -> view.after(after, notes, removed)));
    }

    private TransactionCommitResult change(Optional<View> base, Consumer<Transaction> notes, List<Object[]> rows)
            throws Conflict {
        attempts++;
        try {
            return commits.commit(base.map(View::snapshot), notes, rows);
        } catch (ConcurrentWriteException | TableAlreadyExistsException overtaken) {
            throw new Conflict(overtaken);
        } catch (KernelException | KernelEngineException | UncheckedIOException | IOException | FSError failure) {
            throw unavailable("write", failure);
        }
    }

    /** Every row there is now, mapped; in no particular order. */
    <T> List<T> rows(Function<Row, T> mapping) {
        return latestRows(mapping, Integer.MAX_VALUE);
    }

    /** The rows that were written last, mapped; in no particular order. */
    <T> List<T> latestRows(Function<Row, T> mapping, int commits) {
        try {
            Optional<View> now = latest();
            RowReading reading = new RowReading(engine);
            return now.isPresent()
                    ? reading.rows(
                            now.get().snapshot(), reading.newestFiles(now.get().snapshot(), commits), mapping)
                    : List.of();
        } catch (KernelException | KernelEngineException | UncheckedIOException | IOException | FSError failure) {
            throw unavailable("read", failure);
        }
    }

    private static Engine engine(Configuration hadoop, String path) {
        FileIO files = new CommittingFiles(hadoop);
        boolean far = S3Defaults.SCHEMES.contains(new Path(path).toUri().getScheme());
        return DefaultEngine.create(far ? new RememberedFiles(files, hadoop) : files);
    }

    private static String qualified(Configuration hadoop, String path) {
        try {
            Path plain = new Path(path);
            return plain.getFileSystem(hadoop).makeQualified(plain).toString();
        } catch (IOException | RuntimeException unusable) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use state path " + path + ": " + unusable.getMessage() + ". "
                            + FileSystems.advice(path, unusable, "highwater.state.path"),
                    unusable);
        }
    }

    private UserException unavailable(String what, Throwable failure) {
        Throwable root = ExceptionUtils.getRootCause(failure);
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot " + what + " the state " + path + ": " + root.getMessage() + ". "
                        + Outage.advice(failure).orElse("Check highwater.state.path and the right to write there."),
                failure);
    }
}
