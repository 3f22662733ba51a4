package io.highwater.common.state;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens what lies below state paths; each once, so that what one has learnt of a table another need not ask. */
public final class States {
    private final Configuration hadoop;
    private final Clock clock;
    private final UnaryOperator<String> redacted;
    private final Map<String, StateStore> runs = new ConcurrentHashMap<>();
    private final Map<String, Watermarks> watermarks = new ConcurrentHashMap<>();

    /**
     * @param hadoop knows the file systems of the paths
     * @param clock says what time it is
     */
    public States(Configuration hadoop, Clock clock) {
        this(hadoop, clock, UnaryOperator.identity());
    }

    /** @param redacted takes secrets out of what is written down of failures */
    public States(Configuration hadoop, Clock clock, UnaryOperator<String> redacted) {
        this.hadoop = hadoop;
        this.clock = clock;
        this.redacted = redacted;
    }

    /** What time it is, where the place that was asked has no clock. */
    public Clock clock() {
        return clock;
    }

    /** The leases and runs below a state path, for this process. */
    public StateStore runs(String path) {
        return runs.computeIfAbsent(
                path, unseen -> new StateStore(hadoop, path, clock, Holder.thisProcess(), redacted));
    }

    /** The watermarks below a state path. */
    public Watermarks watermarks(String path) {
        return watermarks.computeIfAbsent(path, unseen -> new Watermarks(hadoop, path));
    }

    /** What became of the intervals of a job below a state path. */
    public IntervalLedger intervals(String path, String job) {
        return new IntervalLedger(hadoop, path, job, redacted);
    }

    /** How far a job below a state path has read its feed. */
    public FeedCheckpoint checkpoint(String path, String job) {
        return new FeedCheckpoint(hadoop, path, job);
    }

    /** How the runs of pipelines below a state path went. */
    public PipelineLedger pipelines(String path) {
        return new PipelineLedger(hadoop, path);
    }

    /** The Delta tables below a state path that grow with every run, as paths; those that are there. */
    public List<String> tables(String path) {
        try {
            FileSystem files = new Path(path).getFileSystem(hadoop);
            List<Path> all = new ArrayList<>();
            for (String name : List.of("runs", "watermarks", "steps")) {
                all.add(new Path(path, name));
            }
            Path intervals = new Path(path, "intervals");
            if (files.exists(intervals)) {
                Arrays.stream(files.listStatus(intervals))
                        .map(FileStatus::getPath)
                        .forEach(all::add);
            }
            List<String> tables = new ArrayList<>();
            for (Path table : all) {
                if (files.exists(new Path(table, "_delta_log"))) {
                    tables.add(table.toString());
                }
            }
            return tables;
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot look for the state below " + path + ": " + failure.getMessage() + ". Try again.",
                    failure);
        }
    }
}
