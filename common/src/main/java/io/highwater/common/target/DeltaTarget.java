package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.FileSystems;
import io.highwater.common.error.UserException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** A Delta table that a job keeps, there or not yet. */
public final class DeltaTarget {
    private final SparkSession spark;
    private final TargetAddress address;
    private final Optional<NamedTable> name;
    private final Path path;
    private final DeltaLog log;
    private final CommitLog commits;
    private volatile Option<Object> lookedAfter = Option.empty();
    private volatile boolean seenAbsent;

    private DeltaTarget(SparkSession spark, TargetAddress address, Optional<NamedTable> name, Path path) {
        this.spark = spark;
        this.address = address;
        this.name = name;
        this.path = path;
        this.log = DeltaLog.forTable(spark, path);
        this.commits = new CommitLog(log);
    }

    /**
     * Finds the table, or the place where it will be.
     *
     * @throws UserException if the address is not one, or belongs to a table that is not Delta
     */
    public static DeltaTarget at(SparkSession spark, TargetAddress address) {
        if (address instanceof TargetAddress.ByPath byPath) {
            return new DeltaTarget(spark, address, Optional.empty(), qualified(spark, new Path(byPath.path())));
        }
        NamedTable name = NamedTable.of(spark, (TargetAddress.ByName) address);
        return new DeltaTarget(spark, address, Optional.of(name), qualified(spark, name.location()));
    }

    /**
     * A time in which tables are asked many things, and each is looked for once, until it is closed; to close it again does
     * nothing. What this process commits is seen all the same; what others do is seen by what comes after, and by every
     * commit. For one at a time.
     */
    public static final class Look implements AutoCloseable {
        private final List<DeltaTarget> tables = new CopyOnWriteArrayList<>();

        /** From now on, a table too. */
        public void at(DeltaTarget table) {
            table.lookedAfter = Option.apply(table.log.clock().getTimeMillis());
            table.seenAbsent = false;
            tables.add(table);
        }

        @Override
        public void close() {
            tables.forEach(table -> table.lookedAfter = Option.empty());
        }
    }

    /** How a user names the table. */
    public TargetAddress address() {
        return address;
    }

    /** The table's directory, with its file system. */
    public String location() {
        return path.toString();
    }

    /** The table as it is now; empty if there is none yet. */
    public Optional<Live> live() {
        Snapshot snapshot = snapshot();
        return snapshot.version() < 0 ? Optional.empty() : Optional.of(new Live(snapshot));
    }

    /** The table as this process last saw or made it, which costs nothing to ask; empty if there was none. */
    public Optional<Live> lastSeen() {
        Snapshot known = log.unsafeVolatileSnapshot();
        return known.version() < 0 ? Optional.empty() : Optional.of(new Live(known));
    }

    /** The job's newest commit in the table that the log still tells of. */
    public Optional<StampedCommit> latestCommitOf(String job) {
        return commits.latestOf(job, snapshot());
    }

    /** The newest commit, whichever job's it is, whose stamp has a fact, as far as the log still tells. */
    public Optional<StampedCommit> latestTelling(String fact) {
        return commits.latestTelling(fact, snapshot());
    }

    /** All commits of the job that the log still tells of, newest first. */
    public List<StampedCommit> commitsOf(String job) {
        return commits.allOf(job, snapshot());
    }

    /** The job's commits after a version, oldest first, as far as the log tells. */
    public List<StampedCommit> commitsOf(String job, long after) {
        return commits.allAfter(after, job, snapshot().version());
    }

    /** The job's newest commit up to a version. */
    public Optional<StampedCommit> latestCommitOf(String job, long version) {
        return commits.latestUpTo(version, job);
    }

    /** What others did to the rows after a version, oldest first, as far as the log tells. */
    public List<OtherCommit> changesByOthers(String job, long after) {
        return commits.byOthers(job, after, snapshot().version());
    }

    /** Whether no commit after a version, -1 being before the first, has changed a row. */
    public boolean hasSameRowsAs(long version) {
        long last = snapshot().version();
        return last == version || (version >= 0 && last > version && commits.onlyBy("", version, last));
    }

    /**
     * Makes a commit that changes no row and carries a stamp.
     *
     * @return its version
     */
    public long mark(Stamp stamp) {
        return new StampedTransaction(this, log.startTransaction()).commit(List.of(), SaveMode.Append, stamp);
    }

    /** The generation of the job's newest commit, known for as long as the table lives. */
    public Optional<Long> generationOf(String job) {
        return commits.generationOf(job, snapshot());
    }

    /** Where the table's files are, as SQL wants it: {@code delta.`…`}. */
    public String sql() {
        return name.map(NamedTable::sql)
                .orElseGet(() -> "delta.`" + path.toString().replace("`", "``") + "`");
    }

    /**
     * A commit that this job did not make.
     *
     * @param version the Delta version
     * @param operation what Delta's history calls it
     */
    public record OtherCommit(long version, String operation) {}

    /** A table as it was found. */
    public static final class Live {
        private final Snapshot snapshot;

        private Live(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        public long version() {
            return snapshot.version();
        }

        /** What Delta tells this table from one that stood at its place before. */
        public String id() {
            return snapshot.metadata().id();
        }

        public StructType schema() {
            return snapshot.schema();
        }

        public long files() {
            return KnownFiles.count(snapshot);
        }

        public long bytes() {
            return KnownFiles.bytes(snapshot);
        }
    }

    /** The rows of the table at a version. */
    public Dataset<Row> rowsAt(long version) {
        return spark.read().format("delta").option("versionAsOf", version).load(path.toString());
    }

    /** What the log and the files still tell of one row. Costs a scan of the files that may have held it, live or not. */
    public RowHistory historyOf(RowKey key) {
        return RowTrace.of(this, key);
    }

    /** Rows of the table as it is now: from the files' statistics where they have them. */
    public long countRows() {
        return KnownFiles.of(this, snapshot()).flatMap(KnownFiles::rows).orElseGet(this::rowsByQuery);
    }

    private long rowsByQuery() {
        return spark.read().format("delta").load(path.toString()).count();
    }

    SparkSession spark() {
        return spark;
    }

    DeltaLog log() {
        return log;
    }

    CommitLog commits() {
        return commits;
    }

    Path path() {
        return path;
    }

    Snapshot snapshot() {
        Snapshot known = log.unsafeVolatileSnapshot();
        if (seenAbsent && lookedAfter.isDefined() && known.version() < 0) {
            return known;
        }
        Snapshot now = log.update(false, lookedAfter, Option.empty());
        seenAbsent = now.version() < 0;
        return now;
    }

    /** Makes the table known to the catalog, if it has a name and is there. A run may have ended before it came to that. */
    public void register() {
        name.filter(table -> live().isPresent()).ifPresent(table -> table.register(path));
    }

    private static Path qualified(SparkSession spark, Path path) {
        try {
            return path.getFileSystem(spark.sessionState().newHadoopConf()).makeQualified(path);
        } catch (java.io.IOException | RuntimeException unusable) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use target path " + path + ": " + unusable.getMessage() + ". "
                            + FileSystems.advice(path.toString(), unusable, "highwater.target.path"),
                    unusable);
        }
    }
}
