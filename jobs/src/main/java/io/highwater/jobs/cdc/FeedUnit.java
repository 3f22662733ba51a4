package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.target.Quarantine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * All that the feed has now, in micro-batches. Structured Streaming keeps account of what was read, and repeats a batch that
 * was not finished.
 */
record FeedUnit(SparkSession spark, CdcSettings settings, MicroBatch batches, FeedCheckpoint checkpoint, String reading)
        implements Unit {
    @Override
    public Outcome run(RunContext context) {
        Problems problems = new Problems(
                new Quarantine(
                        spark,
                        settings.identity().statePath(),
                        settings.identity().name()),
                settings.maxProblems());
        List<Outcome> waiting = new ArrayList<>();
        await(started((records, number) -> {
            if (!waiting.isEmpty()) {
                context.parts(List.copyOf(waiting));
                waiting.clear();
            }
            waiting.addAll(batches.run(new BatchContext(context, reading, number, problems, Feed.numbered(records))));
        }));
        return last(context, waiting);
    }

    private static Outcome last(RunContext context, List<Outcome> waiting) {
        if (waiting.isEmpty()) {
            return new Outcome.Unchanged(0, "the feed has nothing new", List.of());
        }
        Outcome last = waiting.remove(waiting.size() - 1);
        if (!waiting.isEmpty()) {
            context.parts(List.copyOf(waiting));
        }
        return last;
    }

    private StreamingQuery started(VoidFunction2<Dataset<Row>, Long> batch) {
        try {
            return settings.feed().stream(spark, settings.limits())
                    .writeStream()
                    .queryName("highwater " + settings.identity().name())
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoint.location())
                    .foreachBatch(batch)
                    .start();
        } catch (TimeoutException late) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + settings.feed().describe() + ": it did not begin in time. Run again.",
                    late);
        }
    }

    private void await(StreamingQuery query) {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException failure) {
            throw FeedFailures.explained(settings.feed().describe(), checkpoint, failure);
        }
    }
}
