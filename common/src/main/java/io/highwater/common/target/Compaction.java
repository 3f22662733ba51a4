package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Action$;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.skipping.clustering.ClusteredTableUtils$;
import org.apache.spark.sql.delta.skipping.clustering.temp.ClusterBySpec;

/**
 * Some files of a table, to be replaced by fewer with the same rows, in the order of the table's clustering or key, so that
 * each holds a narrow part of it. Delta's OPTIMIZE brings files together as they come, or orders all of the table; this
 * orders those that have to be written anyway. The commit changes no row and says so.
 */
public final class Compaction {
    /** More files than the bytes ask for are made where there are tasks to read them, down to this size. */
    private static final long LEAST_PART = 8_000_000;

    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final List<AddFile> worn;
    private final StampedCommit last;
    private final UpkeepSettings settings;
    private final List<String> key;

    private Compaction(
            DeltaTarget target,
            OptimisticTransaction transaction,
            List<AddFile> worn,
            StampedCommit last,
            UpkeepSettings settings,
            List<String> key) {
        this.target = target;
        this.transaction = transaction;
        this.worn = worn;
        this.last = last;
        this.settings = settings;
        this.key = key;
    }

    /**
     * What was done.
     *
     * @param version the version it made
     * @param filesBefore files that were replaced
     * @param filesAfter files in their place
     * @param bytes what was written
     */
    public record Result(long version, int filesBefore, int filesAfter, long bytes) {}

    /**
     * Looks at the table's files and no row. A table that follows single rows is left to Delta's own OPTIMIZE, and so is one
     * in which no load of the job is known.
     *
     * @param job whose table it is
     * @param key the columns that rows are looked for by, where the table is not clustered; none for those of the last load
     * @return empty if nothing needs to be done
     */
    public static Optional<Compaction> due(DeltaTarget target, UpkeepSettings settings, String job, List<String> key) {
        Snapshot now = target.snapshot();
        if (settings.mode() == UpkeepSettings.Mode.OFF || now.version() < 0 || tracksRows(now)) {
            return Optional.empty();
        }
        List<AddFile> found = worn(target, settings, now);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // The table may have changed since it was looked for: only what the transaction sees is its own to replace.
        OptimisticTransaction transaction = target.log().startTransaction();
        List<AddFile> worn =
                transaction.readVersion() == now.version() ? found : worn(target, settings, transaction.snapshot());
        return worn.isEmpty()
                ? Optional.empty()
                : target.latestCommitOf(job)
                        .map(commit -> new Compaction(
                                target,
                                transaction,
                                worn,
                                commit,
                                settings,
                                key.isEmpty() ? commit.stamp().key() : key));
    }

    private static List<AddFile> worn(DeltaTarget target, UpkeepSettings settings, Snapshot table) {
        Map<String, AddFile> files = new HashMap<>();
        KnownFiles.of(target, table)
                .orElseGet(() -> smallOrThinned(table, settings))
                .forEach(file -> files.put(file.path(), file));
        return new Wear(settings)
                .worn(files.values().stream().map(Compaction::described).toList(), KnownFiles.bytes(table)).stream()
                        .map(file -> files.get(file.path()))
                        .toList();
    }

    /** How many files it would replace. */
    public int files() {
        return worn.size();
    }

    /** Rows in them that are deleted and still stored. */
    public long deletedRows() {
        return worn.stream().mapToLong(AddFile::numDeletedRecords).sum();
    }

    private static List<AddFile> smallOrThinned(Snapshot now, UpkeepSettings settings) {
        return now.allFiles()
                .filter(col("size")
                        .lt(settings.small())
                        .or(col("deletionVector").isNotNull()))
                .collectAsList();
    }

    private static boolean tracksRows(Snapshot now) {
        return ScalaValues.optional(now.metadata().configuration().get("delta.enableRowTracking"))
                .filter(Boolean::parseBoolean)
                .isPresent();
    }

    private static Wear.DataFile described(AddFile file) {
        long rows = ScalaValues.optional(file.numPhysicalRecords())
                .map(count -> ((Number) count).longValue())
                .orElse(0L);
        Map<String, String> partition = new TreeMap<>(ScalaValues.map(file.partitionValues()));
        return new Wear.DataFile(file.path(), partition, file.size(), rows, file.numDeletedRecords());
    }

    /**
     * Does it, in one commit. The commit says of the table what the job's last one said, because it is the same table.
     *
     * @param run whose doing it is
     * @throws UserException if somebody changed the files meanwhile, or a later run of the job has committed
     */
    public Result run(Stamp run) {
        TableFiles table = new TableFiles(target, transaction);
        long bytes =
                worn.stream().mapToLong(file -> described(file).liveBytes()).sum();
        List<AddFile> fresh = table.write(ordered(table.rows(worn), parts(bytes)));
        List<Action> actions = new ArrayList<>();
        fresh.forEach(file -> actions.add(sameData(file)));
        worn.forEach(file -> actions.add(file.removeWithTimestamp(file.removeWithTimestamp$default$1(), false)));
        Stamp stamp = run.overSameRows(last);
        long version = new StampedTransaction(target, transaction).commit(actions, new StampedOptimize(stamp), stamp);
        return new Result(
                version,
                worn.size(),
                fresh.size(),
                fresh.stream().mapToLong(AddFile::size).sum());
    }

    private int parts(long bytes) {
        long tasks = Math.min(target.spark().sparkContext().defaultParallelism(), bytes / LEAST_PART);
        long files = (bytes + settings.fileSize() - 1) / settings.fileSize();
        return Math.toIntExact(Math.max(1, Math.max(tasks, files)));
    }

    private Dataset<Row> ordered(Dataset<Row> rows, int parts) {
        List<Column> order = new ArrayList<>();
        order(rows).forEach(name -> order.add(col(Names.quoted(name))));
        if (order.isEmpty()) {
            return rows.coalesce(parts);
        }
        Column[] by = order.toArray(Column[]::new);
        Dataset<Row> placed = parts == 1 ? rows.coalesce(1) : rows.repartitionByRange(parts, by);
        return placed.sortWithinPartitions(by);
    }

    /** The partition, in which Delta wants rows anyway, then what rows are looked for by. */
    private List<String> order(Dataset<Row> rows) {
        List<String> all =
                new ArrayList<>(ScalaValues.list(transaction.metadata().partitionColumns()));
        all.addAll(clustering().orElse(key));
        Set<String> there = Arrays.stream(rows.columns())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(HashSet::new));
        return all.stream()
                .filter(name -> there.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Optional<List<String>> clustering() {
        return ScalaValues.optional(ClusteredTableUtils$.MODULE$.getClusterBySpecOptional(transaction.snapshot()))
                .map(ClusterBySpec::columnNames)
                .map(columns -> ScalaValues.list(columns).stream()
                        .map(column -> String.join(".", column.fieldNames()))
                        .toList());
    }

    private static Action sameData(AddFile file) {
        return Action$.MODULE$.fromJson(file.json().replaceFirst("\"dataChange\":true", "\"dataChange\":false"));
    }
}
