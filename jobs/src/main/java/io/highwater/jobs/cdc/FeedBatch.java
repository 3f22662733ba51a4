package io.highwater.jobs.cdc;

import io.highwater.common.source.feed.BatchFiles;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A micro-batch of a feed. There may be more to come.
 *
 * @param feed the reading of the feed that numbers the batches
 * @param number the batch's number
 * @param records its records, numbered
 * @param files what they are read from; empty if it is not files
 */
record FeedBatch(String feed, long number, Dataset<Row> records, Optional<BatchFiles> files) implements Delivery {
    @Override
    public String name() {
        return "batch " + number;
    }

    @Override
    public Map<String, String> facts(Optional<StampedCommit> last) {
        return Map.of(Stamp.FEED, feed, Stamp.BATCH, Long.toString(number), Stamp.MORE, "true");
    }

    @Override
    public boolean isIn(StampedCommit last) {
        return feed.equals(last.stamp().facts().get(Stamp.FEED))
                && last.stamp().number(Stamp.BATCH).orElse(-1) >= number;
    }

    @Override
    public void refuseChanged() {
        files.ifPresent(BatchFiles::refuseChanged);
    }

    @Override
    public Optional<Dataset<Row>> places() {
        return Optional.of(records);
    }
}
