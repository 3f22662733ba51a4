package io.highwater.jobs.cdc;

import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.target.DeltaTarget;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import io.highwater.jobs.cli.JobMain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Brings change events into Delta tables. Events are ordered by the source's own log, never by when they arrive: late ones,
 * repeated ones and batches cut anywhere end in the same tables.
 */
public final class CdcMerge implements Job {
    /** The pattern's name. */
    public static final String PATTERN = "cdc-merge";

    private final SparkSession spark;
    private final RouteTables tables;
    private final CdcSettings settings;
    private final Feed feed;
    private final FeedCheckpoint checkpoint;
    private final Optional<String> table;

    CdcMerge(SparkSession spark, CdcSettings settings, Feed feed, FeedCheckpoint checkpoint) {
        this(spark, new RouteTables(spark, settings), settings, feed, checkpoint, Optional.empty());
    }

    /**
     * A part of a job that reads several feeds.
     *
     * @param tables the job's tables
     * @param table the table that all of the feed is of, where its records do not say it
     */
    CdcMerge(
            SparkSession spark,
            RouteTables tables,
            CdcSettings settings,
            Feed feed,
            FeedCheckpoint checkpoint,
            Optional<String> table) {
        this.spark = spark;
        this.tables = tables;
        this.settings = settings;
        this.feed = feed;
        this.checkpoint = checkpoint;
        this.table = table;
    }

    /** The entry for {@code spark-submit --class}. */
    public static void main(String[] arguments) {
        JobMain.run(new CdcMergeCommand(), arguments);
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return settings.routes().stream().map(tables::target).toList();
    }

    @Override
    public List<DataPlace> inputs() {
        return feed.places();
    }

    @Override
    public Plan plan() {
        Anew anew = new Anew(feed, checkpoint.directory(), targets());
        FeedTrail trail = new FeedTrail(settings, checkpoint, anew);
        Optional<FeedCheckpoint.Reading> reading = trail.present();
        try {
            return plan(trail, reading);
        } catch (Exception failure) {
            if (rests(reading)) {
                return new CdcPlan(
                        List.of("would read " + feed.describe() + ", where no files are now"),
                        Optional.of(() -> new RestingUnit(tables, settings, trail)));
            }
            throw new FeedFailures(anew).explained(failure);
        }
    }

    /** Whether all that was begun to be read was merged, and nothing is left that could be looked at. */
    private boolean rests(Optional<FeedCheckpoint.Reading> reading) {
        return reading.isPresent() && checkpoint.progress(Map.of()).planned().isEmpty() && feed.isBare(spark);
    }

    private Plan plan(FeedTrail trail, Optional<FeedCheckpoint.Reading> reading) {
        FeedParts known = new FeedParts(checkpoint);
        Map<String, String> parts = known.unbroken(trail.anew(), reading);
        Dataset<Row> present = new SpelledColumns(feed.spelled()).typed(feed.present(spark));
        Recognition recognition = new Recognition(settings);
        Optional<Detected> detected = recognition.of(present, feed.form(), feed.describe(), reading);
        if (detected.isEmpty()) {
            return new CdcPlan(List.of("would read " + feed.describe() + ", which is empty"), Optional.empty());
        }
        Decoder decoder = recognition.decoder(detected.get(), present);
        Function<Dataset<Row>, MicroBatch> batches = records -> new MicroBatch(
                tables,
                settings,
                feed.describe(),
                table,
                recognition.decoder(detected.get(), records),
                recognition.rules(detected.get().format()));
        String what = feed.describe() + ", " + (reading.isPresent() ? "what was not read yet" : "from its beginning");
        return new CdcPlan(new CdcDescription(settings, what, detected.get(), decoder).lines(), Optional.of(() -> {
            String id = reading.map(begun -> known.remembered(begun, parts))
                    .orElseGet(() -> begun(detected.get(), parts))
                    .id();
            trail.note();
            return new FeedUnit(spark, tables, settings, feed, batches, checkpoint, trail, id);
        }));
    }

    private FeedCheckpoint.Reading begun(Detected detected, Map<String, String> parts) {
        Map<String, String> facts = new TreeMap<>(Recognition.facts(detected));
        facts.put(FeedTrail.FEED, feed.describe());
        return checkpoint.begin(
                new FeedCheckpoint.Reading(UUID.randomUUID().toString(), FeedParts.facts(facts, parts)));
    }
}
