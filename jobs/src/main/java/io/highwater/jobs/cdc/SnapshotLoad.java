package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.lit;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Reading;
import io.highwater.common.source.feed.Records;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import io.highwater.jobs.cdc.format.Format;
import io.highwater.jobs.cdc.format.ValueRules;
import io.highwater.jobs.cdc.snapshot.Snapshot;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One snapshot: read once, compared, merged, committed together with the watermark. */
record SnapshotLoad(SnapshotLoads loads, Snapshot snapshot, SnapshotLoads.Place place, List<String> notes)
        implements Unit {
    private static final String CURSOR = "snapshot";
    private static final TableFacts ROWS =
            new TableFacts(Optional.empty(), 0, 0, List.of(), true, List.of(), List.of());

    @Override
    public Outcome run(RunContext context) {
        try (var unit = context.unit("snapshot " + snapshot.name());
                Reading reading = snapshot.source().open(loads.spark())) {
            Outcome outcome = merged(context, reading);
            loads.trail().set(watermark(context, version(outcome)));
            return withNotes(outcome);
        }
    }

    private Outcome merged(RunContext context, Reading reading) {
        CdcSettings settings = loads.settings();
        SnapshotDelivery delivery =
                new SnapshotDelivery(snapshot, reading, loads.snapshots().guard(), facts(context, reading));
        BatchContext batch = new BatchContext(context, delivery, Problems.of(loads.spark(), settings));
        ValueRules rules = new ValueRules(
                settings.format().decimalsOf(Format.COLUMNS), settings.format().integers());
        Dataset<Row> records = reading.rows()
                .withColumn(Records.ORIGIN, lit(reading.plan().source()))
                .withColumn(Records.BLOCK, lit(0L))
                .withColumn(Records.ORDINAL, lit(0L));
        return new TableLoad(loads.tables(), settings, loads.route(), rules, snapshot.moment())
                .judge(batch, snapshot.moment().events(records), ROWS)
                .get();
    }

    private Map<String, String> facts(RunContext context, Reading reading) {
        Map<String, String> facts = new LinkedHashMap<>(WatermarkTrail.facts(watermark(context, OptionalLong.empty())));
        facts.put("snapshot", snapshot.name());
        facts.put("source", reading.plan().source());
        if (place == SnapshotLoads.Place.BEFORE_OTHERS) {
            facts.put(Stamp.MORE, "true");
        }
        return facts;
    }

    /** A snapshot that changed nothing was seen as well as the target's last version. */
    private OptionalLong version(Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            return OptionalLong.of(committed.version());
        }
        return loads.tables()
                .target(loads.route())
                .latestCommitOf(loads.settings().identity().name())
                .map(StampedCommit::version)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    private Watermark watermark(RunContext context, OptionalLong version) {
        Stamp stamp = context.stamp(Map.of());
        return new Watermark(
                stamp.job(),
                CURSOR,
                snapshot.moment().type(),
                ZoneOffset.UTC,
                snapshot.moment().position() + 1,
                stamp.run(),
                stamp.generation(),
                context.now(),
                version,
                Optional.empty());
    }

    private Outcome withNotes(Outcome outcome) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(outcome.notes());
        if (outcome instanceof Outcome.Committed done) {
            return new Outcome.Committed(
                    done.version(),
                    done.rowsRead(),
                    done.rowsWritten(),
                    done.rowsQuarantined(),
                    done.bytesWritten(),
                    all);
        }
        return new Outcome.Unchanged(outcome.rowsRead(), ((Outcome.Unchanged) outcome).reason(), all);
    }
}
