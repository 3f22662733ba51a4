package io.highwater.common.target;

import io.highwater.common.spark.ClassicSpark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog$;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Files below a table that no version needs which is kept, to be deleted. They are found by the log and a listing, and handed
 * to Delta's VACUUM as the only ones that it may delete; whether it does is its own decision, by all of its checks.
 */
public final class Vacuum {
    /** To free so little makes no difference. */
    private static final long LEAST_GAIN = 1_000_000;

    /** What VACUUM wants to know of each file. */
    private static final StructType INVENTORY = new StructType()
            .add("path", DataTypes.StringType)
            .add("length", DataTypes.LongType)
            .add("isDir", DataTypes.BooleanType)
            .add("modificationTime", DataTypes.LongType);

    private final DeltaTarget target;
    private final String why;
    private final List<FileStatus> listed;
    private final Set<Path> free;

    private Vacuum(DeltaTarget target, String why, List<FileStatus> listed, Set<Path> free) {
        this.target = target;
        this.why = why;
        this.listed = listed;
        this.free = free;
    }

    /**
     * What was done.
     *
     * @param files how many are gone
     * @param bytes their size
     */
    public record Result(long files, long bytes) {}

    /**
     * Looks at the log and, if it is due, at the files that are stored. Changes nothing.
     *
     * @param now the present
     * @return empty if nothing is due, or nothing is there to delete
     */
    public static Optional<Vacuum> due(DeltaTarget target, UpkeepSettings settings, Instant now) {
        Snapshot snapshot = target.snapshot();
        if (settings.vacuum().mode() == VacuumSettings.Mode.OFF || snapshot.version() < 0) {
            return Optional.empty();
        }
        StoredFiles stored = new StoredFiles(target);
        Duration retention = retention(snapshot, settings.keeping());
        Past.Bounds bounds = new Past.Bounds(
                now, retention, settings.keeping().loads(), settings.vacuum().every());
        Past past = Past.of(target, snapshot, stored, bounds);
        if (!past.isOld()) {
            return Optional.empty();
        }
        Set<Path> live = live(snapshot, stored);
        return reason(past, live, snapshot.sizeInBytes(), settings.vacuum(), now)
                .map(why -> found(target, why, stored, unneeded(past, live, bounds)))
                .filter(found -> found.files() > 0);
    }

    /**
     * The same for a table whose earlier versions nobody needs, once so many files wait to be deleted. Delta itself keeps those
     * that were removed lately.
     */
    public static Optional<Vacuum> ofMany(DeltaTarget target, long many, Instant now) {
        Snapshot snapshot = target.snapshot();
        if (snapshot.version() < 0) {
            return Optional.empty();
        }
        StoredFiles stored = new StoredFiles(target);
        Set<Path> live = live(snapshot, stored);
        long written = now.minus(retention(snapshot, Keeping.USUAL)).toEpochMilli();
        Vacuum found = found(
                target,
                "they are more than " + many,
                stored,
                file -> file.isFile() && file.getModificationTime() < written && !live.contains(file.getPath()));
        return Optional.of(found).filter(some -> some.files() > many);
    }

    /** For how long removed files of a table stay: never less than is safe, whatever the table says. */
    static Duration retention(Snapshot snapshot, Keeping keeping) {
        Duration said = keeping.retention()
                .orElseGet(() -> Duration.ofMillis(DeltaLog$.MODULE$.tombstoneRetentionMillis(snapshot.metadata())));
        return said.compareTo(Keeping.SAFE) < 0 ? Keeping.SAFE : said;
    }

    private static Set<Path> live(Snapshot snapshot, StoredFiles stored) {
        Set<Path> live = new HashSet<>();
        snapshot.allFiles().collectAsList().forEach(file -> live.addAll(stored.of(file)));
        return live;
    }

    private static Optional<String> reason(
            Past past, Set<Path> live, long tableBytes, VacuumSettings settings, Instant now) {
        Optional<Duration> ago = past.vacuumed().map(last -> Duration.between(last, now));
        if (ago.isEmpty() || ago.get().compareTo(settings.every()) >= 0) {
            return Optional.of(ago.map(time -> "the last VACUUM was " + time.toDays() + " days ago")
                    .orElse("no VACUUM is known of the last " + settings.every().toDays() + " days"));
        }
        long bytes = past.free().entrySet().stream()
                .filter(file -> !live.contains(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        double most = settings.maxRemoved().fraction().doubleValue() * tableBytes;
        return bytes > Math.max(LEAST_GAIN, most)
                ? Optional.of(
                        String.format("%.1f MB were removed from a table of %.1f MB", bytes / 1e6, tableBytes / 1e6))
                : Optional.empty();
    }

    /** Whether a stored file may go. */
    private interface Unneeded {
        boolean is(FileStatus file);
    }

    private static Unneeded unneeded(Past past, Set<Path> live, Past.Bounds bounds) {
        long written = bounds.keptSince().toEpochMilli();
        return file -> file.isFile()
                && file.getModificationTime() < written
                && !live.contains(file.getPath())
                && !past.kept().contains(file.getPath());
    }

    private static Vacuum found(DeltaTarget target, String why, StoredFiles stored, Unneeded unneeded) {
        List<FileStatus> all = stored.all();
        Set<Path> free = new HashSet<>();
        all.stream().filter(unneeded::is).forEach(file -> free.add(file.getPath()));
        List<FileStatus> some = all.stream()
                .filter(file -> file.isDirectory() || free.contains(file.getPath()))
                .toList();
        return new Vacuum(target, why, some, free);
    }

    /** Why it is due, a sentence fragment. */
    public String why() {
        return why;
    }

    /** How many files would go. */
    public long files() {
        return free.size();
    }

    /** Their size. */
    public long bytes() {
        return bytes(listed);
    }

    /**
     * Deletes them. A reader of a version that is kept does not notice; killed in between, the rest goes another time.
     *
     * @param stamp for the two commits by which Delta tells of it
     */
    public Result run(Stamp stamp) {
        Stamp said = target.latestCommitOf(stamp.job()).map(stamp::overSameRows).orElse(stamp);
        SparkSession session = ClassicSpark.cloned(target.spark());
        session.conf().set("spark.databricks.delta.commitInfo.userMetadata", said.json());
        session.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "true");
        session.conf().set("spark.databricks.delta.vacuum.logging.enabled", "true");
        String inventory = "highwater_" + UUID.randomUUID().toString().replace("-", "");
        session.createDataFrame(rows(), INVENTORY).createOrReplaceTempView(inventory);
        var unused = session.sql("VACUUM " + target.sql() + " USING INVENTORY (SELECT * FROM " + inventory + ")");
        List<FileStatus> left = new StoredFiles(target).all();
        long files = left.stream().filter(file -> free.contains(file.getPath())).count();
        return new Result(files() - files, bytes() - bytes(left));
    }

    private List<Row> rows() {
        return listed.stream()
                .map(file -> RowFactory.create(
                        file.getPath().toString(), file.getLen(), file.isDirectory(), file.getModificationTime()))
                .toList();
    }

    private long bytes(List<FileStatus> some) {
        return some.stream()
                .filter(file -> free.contains(file.getPath()))
                .mapToLong(FileStatus::getLen)
                .sum();
    }
}
