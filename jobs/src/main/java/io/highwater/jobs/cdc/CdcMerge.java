package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Job;
import io.highwater.common.job.Plan;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import io.highwater.jobs.cdc.format.Connector;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import io.highwater.jobs.cdc.format.Detection;
import io.highwater.jobs.cdc.format.Format;
import io.highwater.jobs.cdc.format.ValueRules;
import io.highwater.jobs.cli.JobMain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
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

    private static final int SAMPLE = 50;
    private static final String FEED = "feed";
    private static final String FORMAT = "format";
    private static final String CONNECTOR = "connector";

    private final SparkSession spark;
    private final CdcSettings settings;
    private final FeedCheckpoint checkpoint;

    CdcMerge(SparkSession spark, CdcSettings settings, FeedCheckpoint checkpoint) {
        this.spark = spark;
        this.settings = settings;
        this.checkpoint = checkpoint;
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
    public DeltaTarget target() {
        return targets().get(0);
    }

    @Override
    public List<DeltaTarget> targets() {
        return settings.routes().stream()
                .map(route -> DeltaTarget.at(spark, route.target().address()))
                .toList();
    }

    @Override
    public Plan plan() {
        Optional<FeedCheckpoint.Reading> reading = checkpoint.reading();
        reading.ifPresent(this::refuseOtherFeed);
        if (reading.isEmpty()) {
            refuseLostCheckpoint();
        }
        FeedParts known = new FeedParts(checkpoint);
        Map<String, String> parts = known.unbroken(settings.feed(), reading);
        Dataset<Row> present = settings.feed().present(spark);
        Optional<Detected> detected = detected(present, reading);
        if (detected.isEmpty()) {
            return new CdcPlan(
                    List.of("would read " + settings.feed().describe() + ", which is empty"), Optional.empty());
        }
        Decoder decoder = detected.get()
                .decoder(
                        settings.format(),
                        present.schema(),
                        settings.routes().get(0).target().key());
        ValueRules rules = new ValueRules(
                settings.format().decimalsOf(detected.get().format()),
                settings.format().integers());
        MicroBatch batches = new MicroBatch(spark, settings, decoder, rules);
        return new CdcPlan(
                new CdcDescription(settings, detected.get(), decoder, reading).lines(),
                Optional.of(() -> new FeedUnit(
                        spark,
                        settings,
                        batches,
                        checkpoint,
                        reading.map(begun -> known.remembered(begun, parts))
                                .orElseGet(() -> begun(detected.get(), parts))
                                .id())));
    }

    private FeedCheckpoint.Reading begun(Detected detected, Map<String, String> parts) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(FEED, settings.feed().describe());
        facts.put(FORMAT, detected.format().name());
        detected.connector().ifPresent(connector -> facts.put(CONNECTOR, connector.name()));
        return checkpoint.begin(
                new FeedCheckpoint.Reading(UUID.randomUUID().toString(), FeedParts.facts(facts, parts)));
    }

    /** What the user says, or what was found when the reading began, or what the records look like. */
    private Optional<Detected> detected(Dataset<Row> present, Optional<FeedCheckpoint.Reading> reading) {
        Optional<Format> said = settings.format().format();
        boolean debezium = said.filter(format -> format == Format.DEBEZIUM || format == Format.DEBEZIUM_FLATTENED)
                .isPresent();
        if (said.isPresent() && !debezium) {
            return Optional.of(new Detected(said.get(), Optional.empty(), "highwater.cdc.format"));
        }
        if (reading.isPresent()) {
            Map<String, String> facts = reading.get().facts();
            return Optional.of(new Detected(
                    said.orElseGet(() -> Format.valueOf(facts.get(FORMAT))),
                    Optional.ofNullable(facts.get(CONNECTOR)).map(Connector::valueOf),
                    "found when the feed was first read"));
        }
        String feed = settings.feed().describe();
        if (settings.feed().form() == Feed.Form.COLUMNS) {
            return Optional.of(Detection.ofColumns(present.schema(), feed));
        }
        List<Row> records = present.limit(SAMPLE).collectAsList();
        return records.isEmpty() ? Optional.empty() : Optional.of(Detection.ofTexts(records, feed));
    }

    private void refuseOtherFeed(FeedCheckpoint.Reading reading) {
        String former = reading.facts().getOrDefault(FEED, "");
        String present = settings.feed().describe();
        if (!former.equals(present)) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on with job " + settings.identity().name() + ": its checkpoint " + checkpoint.location()
                            + " is about " + former + ", and highwater.source is " + present
                            + " now. Give another feed another highwater.job.");
        }
    }

    private void refuseLostCheckpoint() {
        if (settings.lostCheckpoint() == CdcSettings.LostCheckpoint.REREAD) {
            return;
        }
        for (DeltaTarget target : targets()) {
            Optional<StampedCommit> last =
                    target.latestCommitOf(settings.identity().name());
            if (last.filter(commit -> commit.stamp().facts().containsKey(Stamp.FEED))
                    .isPresent()) {
                throw new UserException(
                        ExitCode.REFUSED,
                        "Cannot go on with job " + settings.identity().name() + ": version "
                                + last.get().version()
                                + " of " + target.address() + " was merged from a feed, and the checkpoint "
                                + checkpoint.location()
                                + " that tells how far it was read is gone. If the feed still has"
                                + " all its records, reading them again does no harm:"
                                + " --set cdc.lost-checkpoint=reread. Otherwise load the table anew first.");
            }
        }
    }
}
