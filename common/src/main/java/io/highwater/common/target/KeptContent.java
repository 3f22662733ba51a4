package io.highwater.common.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Content that guards refused, kept for a person to look at and perhaps approve: a Delta table of its own that points at
 * the staged files where they lie, so keeping costs one small commit. The files belong to nobody's table and go with the
 * target's next VACUUM.
 */
public final class KeptContent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GUARDS = "refused";
    private static final String BASED_ON = "based-on";

    private final SparkSession spark;
    private final Path jobPath;

    /** What is kept of one job below a state path. */
    public KeptContent(SparkSession spark, String statePath, String job) {
        this.spark = spark;
        this.jobPath = new Path(statePath + "/refused/" + job);
    }

    /**
     * Content that waits for a decision.
     *
     * @param path the Delta table that holds it
     * @param guards the guards that refused them
     * @param basedOn the version of the target they were to replace; -1 if there was none
     */
    public record Waiting(String path, List<String> guards, long basedOn) {}

    /** Where a run's content is kept, as SQL wants it. */
    public String sql(String run) {
        return "delta.`" + path(run) + "`";
    }

    /** Keeps staged content and who refused it. */
    public void keep(StagedReplacement staged, Stamp stamp, List<String> guards) {
        DeltaLog log = DeltaLog.forTable(spark, path(stamp.run()));
        OptimisticTransaction transaction = log.startTransaction();
        Metadata metadata = staged.metadata();
        transaction.updateMetadata(
                new Metadata(
                        UUID.randomUUID().toString(),
                        metadata.name(),
                        metadata.description(),
                        metadata.format(),
                        metadata.schemaString(),
                        metadata.partitionColumns(),
                        metadata.configuration(),
                        metadata.createdTime()),
                false);
        Map<String, String> facts = new TreeMap<>(stamp.facts());
        facts.put(GUARDS, String.join("\n", guards));
        facts.put(BASED_ON, Long.toString(staged.basedOn()));
        Stamp kept = new Stamp(stamp.job(), stamp.run(), stamp.generation(), stamp.operation(), facts);
        List<Action> files = staged.stagedFiles().stream()
                .map(file -> whereItLies(staged, file))
                .toList();
        new StampedTransaction(
                        DeltaTarget.at(
                                spark,
                                new TargetAddress.ByPath(path(stamp.run()).toString())),
                        transaction)
                .commit(files, SaveMode.Append, kept);
    }

    /** What is kept of a run; empty if nothing is. */
    public Optional<Waiting> of(String run) {
        DeltaTarget kept =
                DeltaTarget.at(spark, new TargetAddress.ByPath(path(run).toString()));
        return kept.live()
                .flatMap(live -> kept.commits().at(live.version()))
                .flatMap(CommitLog.Entry::stamp)
                .map(stamp -> new Waiting(
                        path(run).toString(),
                        stamp.facts().get(GUARDS).lines().toList(),
                        stamp.number(BASED_ON).orElse(-1)));
    }

    /** Forgets everything kept of the job. */
    public void forget() {
        try {
            FileSystem files = jobPath.getFileSystem(spark.sessionState().newHadoopConf());
            files.delete(jobPath, true);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot delete " + jobPath + ": " + failure.getMessage() + ". It may be deleted by hand.",
                    failure);
        }
    }

    private Path path(String run) {
        return new Path(jobPath, run);
    }

    private Action whereItLies(StagedReplacement staged, AddFile file) {
        try {
            ObjectNode action = (ObjectNode) JSON.readTree(file.json());
            ((ObjectNode) action.get("add"))
                    .put("path", staged.locate(file).toUri().toString());
            return org.apache.spark.sql.delta.actions.Action$.MODULE$.fromJson(action.toString());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Delta described a file as " + file.json(), broken);
        }
    }
}
