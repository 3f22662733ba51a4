package io.highwater.common.state;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to a state table, as Delta Kernel makes them.
 *
 * @param path where the table is
 * @param schema its columns
 */
record StateCommits(Engine engine, String path, StructType schema) {
    private static final Logger LOG = LoggerFactory.getLogger(StateCommits.class);
    private static final String ENGINE = "Highwater";
    private static final Map<String, String> PROPERTIES =
            Map.of("delta.feature.domainMetadata", "supported", "delta.checkpointInterval", "20");

    /**
     * Makes one, all or nothing, on top of {@code base}, which is empty for the first. What is good for later readers is done
     * with it, once in a while.
     *
     * @param notes changes notes
     * @param rows are added
     */
    TransactionCommitResult commit(Optional<Snapshot> base, Consumer<Transaction> notes, List<Object[]> rows)
            throws IOException {
        Transaction transaction = begin(base);
        notes.accept(transaction);
        TransactionCommitResult result = transaction.commit(
                engine, CloseableIterable.inMemoryIterable(written(transaction, columns(base), rows)));
        if (keepUp(result)) {
            bringFilesTogether(() -> TableManager.loadSnapshot(path).build(engine));
        }
        return result;
    }

    /** A table that an earlier build made keeps its columns; those that came since stand behind them. */
    private StructType columns(Optional<Snapshot> base) {
        return base.map(Snapshot::getSchema).orElse(schema);
    }

    private Transaction begin(Optional<Snapshot> base) {
        if (base.isPresent()) {
            return base.get()
                    .buildUpdateTableTransaction(ENGINE, Operation.WRITE)
                    .build(engine);
        }
        return TableManager.buildCreateTableTransaction(path, schema, ENGINE)
                .withTableProperties(PROPERTIES)
                .build(engine);
    }

    private CloseableIterator<Row> written(Transaction transaction, StructType columns, List<Object[]> rows)
            throws IOException {
        if (rows.isEmpty()) {
            return Utils.toCloseableIterator(List.<Row>of().iterator());
        }
        Row state = transaction.getTransactionState(engine);
        DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
        Iterator<FilteredColumnarBatch> batch = List.of(
                        new FilteredColumnarBatch(new RowBatch(columns, rows), Optional.empty()))
                .iterator();
        CloseableIterator<FilteredColumnarBatch> physical =
                Transaction.transformLogicalData(engine, state, Utils.toCloseableIterator(batch), Map.of());
        CloseableIterator<DataFileStatus> files = engine.getParquetHandler()
                .writeParquetFiles(context.getTargetDirectory(), physical, context.getStatisticsColumns());
        return Transaction.generateAppendActions(engine, state, files, context);
    }

    /**
     * Replaces many small files by one with the same rows. It conflicts with another that takes one of them away, and with
     * nothing else: rows are only ever added. The commit before it stands without.
     *
     * @param table as it is now: read by the checkpoint that was just made, not once more by all commits since the last one
     */
    void bringFilesTogether(Supplier<Snapshot> table) {
        try {
            Snapshot now = table.get();
            Optional<SmallFiles> small = SmallFiles.of(engine, now);
            if (small.isPresent()) {
                replace(now, small.get());
            }
        } catch (ConcurrentWriteException another) {
            LOG.debug("Another process brings the files of {} together", path);
        } catch (IOException | RuntimeException | FSError failure) {
            LOG.warn("The files of the state {} were not brought together", path, failure);
        }
    }

    private void replace(Snapshot now, SmallFiles small) throws IOException {
        Transaction transaction = begin(Optional.of(now));
        List<Row> added = new ArrayList<>();
        StructType columns = columns(Optional.of(now));
        try (CloseableIterator<Row> actions = written(transaction, columns, small.rows(columns))) {
            actions.forEachRemaining(added::add);
        }
        List<Row> actions = small.replacedBy(added, System.currentTimeMillis());
        keepUp(transaction.commit(
                engine, CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator()))));
    }

    /**
     * Checkpoints and checksums, which have all notes in them, are a help to the next reader; the commit stands without.
     *
     * @return whether it was time for a checkpoint, and so for other things that are to be done once in a while
     */
    private boolean keepUp(TransactionCommitResult result) {
        boolean checkpoint = false;
        for (PostCommitHook hook : result.getPostCommitHooks()) {
            checkpoint |= hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT;
            if (hook.getType() != PostCommitHook.PostCommitHookType.LOG_COMPACTION) {
                try {
                    hook.threadSafeInvoke(engine);
                } catch (CheckpointAlreadyExistsException another) {
                    LOG.debug("Another process has made the checkpoint of {}", path);
                } catch (IOException | RuntimeException | FSError failure) {
                    LOG.warn("The state {} got no {}", path, hook.getType(), failure);
                }
            }
        }
        return checkpoint;
    }
}
