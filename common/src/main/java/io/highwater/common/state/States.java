package io.highwater.common.state;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/** Opens what lies below state paths; each once, so that what one has learnt of a table another need not ask. */
public final class States {
    private final Configuration hadoop;
    private final Clock clock;
    private final Map<String, StateStore> runs = new ConcurrentHashMap<>();
    private final Map<String, Watermarks> watermarks = new ConcurrentHashMap<>();

    /**
     * @param hadoop knows the file systems of the paths
     * @param clock says what time it is
     */
    public States(Configuration hadoop, Clock clock) {
        this.hadoop = hadoop;
        this.clock = clock;
    }

    /** What time it is, where the place that was asked has no clock. */
    public Clock clock() {
        return clock;
    }

    /** The leases and runs below a state path, for this process. */
    public StateStore runs(String path) {
        return runs.computeIfAbsent(path, unseen -> new StateStore(hadoop, path, clock, Holder.thisProcess()));
    }

    /** The watermarks below a state path. */
    public Watermarks watermarks(String path) {
        return watermarks.computeIfAbsent(path, unseen -> new Watermarks(hadoop, path));
    }

    /** What became of the intervals of a job below a state path. */
    public IntervalLedger intervals(String path, String job) {
        return new IntervalLedger(hadoop, path, job);
    }

    /** How far a job below a state path has read its feed. */
    public FeedCheckpoint checkpoint(String path, String job) {
        return new FeedCheckpoint(hadoop, path, job);
    }

    /** How the runs of pipelines below a state path went. */
    public PipelineLedger pipelines(String path) {
        return new PipelineLedger(hadoop, path);
    }
}
