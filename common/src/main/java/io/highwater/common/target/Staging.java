package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.delta.skipping.clustering.ClusteredTableUtils$;
import org.apache.spark.sql.delta.skipping.clustering.temp.ClusterBySpec;
import scala.Option;

/**
 * Writes rows beside a table's live files. This is Delta's own write, stopped before its commit: the data files are in
 * place, no reader can see them, and {@link StagedReplacement} or {@link StagedAddition} decides what becomes of them.
 */
public final class Staging {
    private final DeltaTarget target;
    private final Layout layout;
    private final List<String> sought;
    private final long since;

    /**
     * To be made before a source is opened whose rows will be written: what others change from then on may be newer.
     *
     * @param target the table to write to
     * @param layout how a new table is laid out
     * @param sought the columns by which rows will be looked for, such as the key's and the cursor, for the choice of
     *     statistics
     */
    public Staging(DeltaTarget target, Layout layout, List<String> sought) {
        this.target = target;
        this.layout = layout;
        this.sought = List.copyOf(sought);
        // As far as this process knows the table: to ask would cost a listing, and an earlier version only means more
        // care.
        this.since = target.log().unsafeVolatileSnapshot().version();
    }

    /**
     * Reads the rows, once, and writes them beside the live files.
     *
     * @param rows what the table is to hold
     * @param fit how they fit the table
     */
    public StagedReplacement replacement(Dataset<Row> rows, SchemaFit fit) {
        OptimisticTransaction transaction = begin(fit);
        if (fit.changes().isEmpty() && transaction.readVersion() >= 0) {
            Optional<List<AddFile>> known = KnownFiles.of(target, transaction.snapshot());
            if (known.isPresent()) {
                return new StagedReplacement(inPlaceOf(known.get(), rows, fit, transaction));
            }
        }
        Map<String, String> options = fit.changes().isEmpty() ? Map.of() : Map.of("overwriteSchema", "true");
        WriteIntoDelta write = write(rows, fit, SaveMode.Overwrite, options, partitionBy(transaction), properties(fit));
        return new StagedReplacement(staged(write, transaction, clusterBy(transaction)));
    }

    /** What an overwrite comes to where nothing but the files changes. Delta's own would look for the live files in the log. */
    private StagedFiles inPlaceOf(
            List<AddFile> live, Dataset<Row> rows, SchemaFit fit, OptimisticTransaction transaction) {
        DeltaLog.assertRemovable(transaction.snapshot());
        WriteIntoDelta write = write(rows, fit, SaveMode.Append, Map.of(), partitionBy(transaction), properties(fit));
        List<Action> actions = new ArrayList<>(written(write, transaction, Option.empty()));
        transaction.trackReadPredicates(ScalaValues.seq(List.of(Literal.TrueLiteral())), false, true);
        transaction.trackFilesRead(ScalaValues.seq(live));
        live.forEach(file -> actions.add(file.remove()));
        return new StagedFiles(target, transaction, actions);
    }

    /**
     * Reads the rows, once, and writes them beside the live files, which stay. A table made by this has deletion vectors
     * unless its properties say otherwise, because rows are replaced cheaply with them.
     *
     * @param rows what is to come into the table
     * @param fit how they fit the table; new columns are added to it
     * @throws UserException if a row violates a constraint of the table
     */
    public StagedAddition addition(Dataset<Row> rows, SchemaFit fit) {
        TypeWidening.allow(target, fit);
        return new StagedAddition(added(rows, fit, begin(fit)));
    }

    /**
     * Reads the rows, once, and writes them beside the live files. They are to be all the rows that the table has in a range.
     *
     * @param rows rows of the range
     * @param fit how they fit the table; new columns are added to it
     * @throws UserException if a row violates a constraint of the table
     */
    public StagedRange range(Dataset<Row> rows, SchemaFit fit) {
        TypeWidening.allow(target, fit);
        return new StagedRange(added(rows, fit, begin(fit)), since);
    }

    /**
     * Begins to replace rows of a table by their keys. The table is looked at as it is now, until the rows are published.
     *
     * @param fit how the rows that will be written fit the table; new columns are added to it
     */
    public StagedRewrite rewrite(SchemaFit fit) {
        TypeWidening.allow(target, fit);
        OptimisticTransaction transaction = begin(fit);
        return new StagedRewrite(
                new StagedFiles(target, transaction, List.of()), rows -> added(rows, fit, transaction));
    }

    private StagedFiles added(Dataset<Row> rows, SchemaFit fit, OptimisticTransaction transaction) {
        Map<String, String> options = fit.changes().isEmpty() ? Map.of() : Map.of("mergeSchema", "true");
        Map<String, String> properties = new HashMap<>(Map.of("delta.enableDeletionVectors", "true"));
        properties.putAll(properties(fit));
        Option<ClusterBySpec> clusterBy = transaction.readVersion() < 0 ? clusterBy(transaction) : Option.empty();
        // An append cannot cluster the table it makes; an overwrite of nothing can, and looks for files to take away.
        SaveMode mode = clusterBy.isDefined() ? SaveMode.Overwrite : SaveMode.Append;
        WriteIntoDelta write = write(rows, fit, mode, options, partitionBy(transaction), properties);
        try {
            return staged(write, transaction, clusterBy);
        } catch (Exception failure) {
            throw ConstraintViolations.explained(failure, target.address());
        }
    }

    private OptimisticTransaction begin(SchemaFit fit) {
        OptimisticTransaction transaction = target.log().startTransaction();
        checkLayout(transaction, fit);
        return transaction;
    }

    private WriteIntoDelta write(
            Dataset<Row> rows,
            SchemaFit fit,
            SaveMode mode,
            Map<String, String> options,
            List<String> partitionBy,
            Map<String, String> properties) {
        Dataset<Row> fitted =
                rows.select(fit.columns().stream().map(Staging::fitted).toArray(Column[]::new));
        return VersionedDelta.write(
                target.log(),
                mode,
                new DeltaOptions(
                        ScalaValues.map(options), target.spark().sessionState().conf()),
                partitionBy,
                properties,
                fitted);
    }

    private StagedFiles staged(
            WriteIntoDelta write, OptimisticTransaction transaction, Option<ClusterBySpec> clusterBy) {
        return new StagedFiles(target, transaction, written(write, transaction, clusterBy));
    }

    private List<Action> written(
            WriteIntoDelta write, OptimisticTransaction transaction, Option<ClusterBySpec> clusterBy) {
        return ScalaValues.list(write.writeAndReturnCommitData(transaction, target.spark(), clusterBy, false)
                .actions());
    }

    private static Column fitted(SchemaFit.Column column) {
        return col(Names.quoted(column.source())).cast(column.type()).as(column.name());
    }

    private List<String> partitionBy(OptimisticTransaction transaction) {
        return layout.partitionBy().isEmpty()
                ? ScalaValues.list(transaction.metadata().partitionColumns())
                : layout.partitionBy();
    }

    /** Delta's overwrite forgets the clustering unless it is told again. */
    private Option<ClusterBySpec> clusterBy(OptimisticTransaction transaction) {
        if (transaction.readVersion() >= 0) {
            return ClusteredTableUtils$.MODULE$.getClusterBySpecOptional(transaction.snapshot());
        }
        if (layout.clusterBy().isEmpty()) {
            return Option.empty();
        }
        return Option.apply(ClusterBySpec.fromColumnNames(
                ScalaValues.seq(layout.clusterBy().stream().map(Names::quoted).toList())));
    }

    /** The properties a new table starts with; an existing one keeps its own. */
    private Map<String, String> properties(SchemaFit fit) {
        Map<String, String> properties = new HashMap<>();
        properties.put("delta.dataSkippingStatsColumns", statistics());
        if (statistics().isEmpty()) {
            properties.remove("delta.dataSkippingStatsColumns");
            properties.put("delta.dataSkippingNumIndexedCols", "0");
        }
        if (!layout.clusterBy().isEmpty()) {
            properties.put("delta.feature.clustering", "supported");
        }
        if (fit.columns().stream().anyMatch(column -> !isPlain(column.name()))) {
            properties.put("delta.columnMapping.mode", "name");
        }
        properties.putAll(layout.properties());
        return properties;
    }

    private String statistics() {
        return String.join(
                ",",
                layout.statisticsColumns(sought).stream().map(Names::quoted).toList());
    }

    private void checkLayout(OptimisticTransaction transaction, SchemaFit fit) {
        List<String> wrong = new ArrayList<>();
        List<String> columns =
                fit.columns().stream().map(SchemaFit.Column::name).toList();
        List<String> named = new ArrayList<>(layout.partitionBy());
        named.addAll(layout.clusterBy());
        layout.statistics().ifPresent(named::addAll);
        named.stream()
                .filter(name -> columns.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> wrong.add("column " + name + " is not there (there are " + columns + ")"));
        checkPartitioning(transaction, wrong);
        if (!wrong.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot lay out target " + target.address() + " as configured: " + String.join("; ", wrong) + ".");
        }
    }

    private void checkPartitioning(OptimisticTransaction transaction, List<String> wrong) {
        Metadata metadata = transaction.metadata();
        List<String> current = ScalaValues.list(metadata.partitionColumns());
        if (transaction.readVersion() >= 0
                && !layout.partitionBy().isEmpty()
                && !current.equals(layout.partitionBy())) {
            wrong.add("the table is partitioned by " + current + " and the configuration asks for "
                    + layout.partitionBy() + "; partitioning is chosen when a table is made");
        }
    }

    private static boolean isPlain(String name) {
        return name.chars().noneMatch(character -> " ,;{}()\n\t=".indexOf(character) >= 0);
    }
}
