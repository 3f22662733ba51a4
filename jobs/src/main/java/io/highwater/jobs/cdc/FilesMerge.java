package io.highwater.jobs.cdc;

import io.highwater.common.job.Job;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.feed.FileFeed;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Brings events of files that a user names into the job's tables, at once. How far the feed was read is not touched. */
final class FilesMerge implements Job {
    private final SparkSession spark;
    private final CdcSettings settings;
    private final FileFeed files;
    private final Optional<String> table;
    private final List<String> paths;
    private final FeedCheckpoint checkpoint;
    private final RouteTables tables;

    /**
     * @param files how they are read
     * @param table the table that all of them are of, where their records do not say it
     */
    FilesMerge(
            SparkSession spark,
            CdcSettings settings,
            FileFeed files,
            Optional<String> table,
            List<String> paths,
            FeedCheckpoint checkpoint) {
        this.spark = spark;
        this.settings = settings;
        this.files = files;
        this.table = table;
        this.paths = List.copyOf(paths);
        this.checkpoint = checkpoint;
        this.tables = new RouteTables(spark, settings);
    }

    @Override
    public String pattern() {
        return CdcMerge.PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return tables.targets();
    }

    @Override
    public List<DataPlace> inputs() {
        return paths.stream().<DataPlace>map(DataPlace.Directory::of).toList();
    }

    @Override
    public Plan plan() {
        String words = files.described(paths);
        Dataset<Row> records = new SpelledColumns(files.spelled()).typed(files.of(spark, paths));
        Recognition recognition = new Recognition(settings);
        Optional<Detected> detected = recognition.of(records, files.form(), words, checkpoint.reading());
        if (detected.isEmpty()) {
            return new CdcPlan(List.of("would read " + words + ", which are empty"), Optional.empty());
        }
        Decoder decoder = recognition.decoder(detected.get(), records);
        MicroBatch batches = new MicroBatch(
                tables,
                settings,
                words,
                table,
                decoder,
                recognition.rules(detected.get().format()));
        String what = words + ", this once; the feed stays where it is";
        return new CdcPlan(
                new CdcDescription(settings, what, detected.get(), decoder).lines(),
                Optional.of(() -> context ->
                        merged(context, batches, new NamedFiles(paths, records, files.files(records, paths)))));
    }

    private Outcome merged(RunContext context, MicroBatch batches, NamedFiles named) {
        BatchContext batch = new BatchContext(context, named, Problems.of(spark, settings));
        List<Outcome> outcomes = new ArrayList<>(tables.lookingOnce(() -> batches.run(batch, named.records())));
        if (outcomes.isEmpty()) {
            return new Outcome.Unchanged(0, "there are no events", List.of());
        }
        Outcome last = outcomes.remove(outcomes.size() - 1);
        if (!outcomes.isEmpty()) {
            context.parts(outcomes);
        }
        return last;
    }
}
