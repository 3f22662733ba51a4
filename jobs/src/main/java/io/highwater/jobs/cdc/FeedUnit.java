package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.source.feed.BatchFiles;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.state.FeedCheckpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the feed has now, in micro-batches. Structured Streaming keeps account of what was read, and repeats a batch that
 * was not finished.
 */
record FeedUnit(
        SparkSession spark,
        RouteTables tables,
        CdcSettings settings,
        Feed feed,
        Function<Dataset<Row>, MicroBatch> batches,
        FeedCheckpoint checkpoint,
        FeedTrail trail,
        String reading)
        implements Unit {
    private static final int SHOWN = 3;
    private static final Logger LOG = LoggerFactory.getLogger(FeedUnit.class);

    @Override
    public Outcome run(RunContext context) {
        Problems problems = Problems.of(spark, settings);
        Parts parts = new Parts(context);
        TableUpkeep upkeep = new TableUpkeep(tables, settings, context);
        await(started((records, number) -> {
            try (var unit = context.unit("batch " + number)) {
                parts.begin();
                parts.add(tables.lookingOnce(() -> merged(records, number, new Run(context, problems))));
                upkeep.betweenBatches(parts, number);
            }
        }));
        parts.loaded();
        return tables.lookingOnce(() -> ended(upkeep, parts));
    }

    private Outcome ended(TableUpkeep upkeep, Parts parts) {
        upkeep.afterLast(parts);
        changedAfterwards()
                .ifPresent(warning -> parts.add(List.of(new Outcome.Upkeep(List.of(), Optional.of(warning)))));
        trail.note();
        return parts.last();
    }

    private Optional<String> changedAfterwards() {
        List<Path> changed = feed.changedSince(spark, checkpoint::filesRead);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        "%,d files of the feed were changed after they had been read, and what they say now is not merged: %s."
                                + " Give changes files of their own, or merge these once by --files.",
                        changed.size(),
                        changed.stream().limit(SHOWN).map(Path::toString).collect(Collectors.joining(", "))
                                + (changed.size() > SHOWN ? ", …" : "")));
    }

    /** What all batches share. */
    private record Run(RunContext context, Problems problems) {}

    private List<Outcome> merged(Dataset<Row> records, long number, Run run) {
        Optional<BatchFiles> files = feed.files(records);
        files.ifPresent(some -> some.refuseWithout(checkpoint.filesOf(number)));
        Dataset<Row> numbered = new SpelledColumns(feed.spelled()).typed(feed.asItsFilesAre(records));
        Delivery batch = new FeedBatch(reading, number, numbered, files);
        return batches.apply(numbered).run(new BatchContext(run.context(), batch, run.problems()), numbered);
    }

    private StreamingQuery started(VoidFunction2<Dataset<Row>, Long> batch) {
        try {
            return feed.stream(spark, settings.limits())
                    .writeStream()
                    .queryName("highwater " + settings.identity().name())
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoint.location())
                    .foreachBatch(batch)
                    .start();
        } catch (RuntimeException failure) {
            throw failures().explained(failure);
        } catch (TimeoutException late) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + feed.describe() + ": it did not begin in time. Run again.",
                    late);
        }
    }

    private void await(StreamingQuery query) {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException failure) {
            throw failures().explained(failure);
        } finally {
            stop(query);
        }
    }

    /** Whoever waits for it may be interrupted. */
    private static void stop(StreamingQuery query) {
        try {
            if (query.isActive()) {
                query.stop();
            }
        } catch (TimeoutException slow) {
            LOG.warn("A query does not end: {}", query.name(), slow);
        }
    }

    private FeedFailures failures() {
        return new FeedFailures(trail.anew());
    }
}
