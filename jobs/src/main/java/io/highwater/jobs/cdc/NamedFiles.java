package io.highwater.jobs.cdc;

import io.highwater.common.source.feed.BatchFiles;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files that a user names, beside the feed. Merged again they change nothing, because their events have the sequences that
 * the table knows.
 *
 * @param paths the files
 * @param records their records, numbered
 * @param files what they are read from
 */
record NamedFiles(List<String> paths, Dataset<Row> records, BatchFiles files) implements Delivery {
    private static final List<String> OF_THE_FEED = List.of(Stamp.FEED, Stamp.BATCH);

    @Override
    public String name() {
        return "files " + String.join(", ", paths);
    }

    /** How far the feed has come stays said. */
    @Override
    public Map<String, String> facts(Optional<StampedCommit> last) {
        Map<String, String> facts = new LinkedHashMap<>();
        last.ifPresent(commit -> facts.putAll(commit.stamp().facts()));
        facts.keySet().retainAll(OF_THE_FEED);
        facts.put(Stamp.MORE, "true");
        facts.put("files", String.join(", ", paths));
        return facts;
    }

    @Override
    public boolean isIn(StampedCommit last) {
        return false;
    }

    @Override
    public void refuseChanged() {
        files.refuseChanged();
    }

    @Override
    public Optional<Dataset<Row>> places() {
        return Optional.of(records);
    }
}
