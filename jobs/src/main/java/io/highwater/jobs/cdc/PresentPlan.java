package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Source;
import io.highwater.common.state.Watermark;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import io.highwater.jobs.cdc.format.SnapshotDecoder;
import io.highwater.jobs.cdc.snapshot.Snapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A run whose one snapshot is all that the source has then, as of the source's clock. */
record PresentPlan(SnapshotLoads loads, SparkSession spark, Source source, Clock clock, WatermarkTrail.Found found)
        implements Plan {
    @Override
    public List<String> description() {
        List<String> lines = new ArrayList<>();
        try (Reading reading = source.open(spark)) {
            lines.add("would read all of " + reading.plan().source() + " as one snapshot ("
                    + reading.plan().consistency().how() + ")");
        }
        found.watermark().ifPresent(last -> lines.add("  the last one was before " + last.text()));
        lines.addAll(loads.description());
        return lines;
    }

    @Override
    public List<Unit> units(RunContext run) {
        Instant now = source.now(spark, clock);
        SnapshotDecoder moment = new SnapshotDecoder(CursorType.INSTANT, Micros.of(now));
        loads.refuseOtherOrder(moment, found.watermark());
        refuseEarlier(now, moment, found.watermark());
        return List.of(loads.of(new Snapshot("as of " + now, moment, source), SnapshotLoads.Place.LAST, found.notes()));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private static void refuseEarlier(Instant now, SnapshotDecoder moment, Optional<Watermark> watermark) {
        watermark.filter(last -> moment.position() < last.position()).ifPresent(last -> {
            throw new UserException(
                    ExitCode.REFUSED,
                    "Refused to compare a snapshot: the source's clock says " + now
                            + ", and the last snapshot was as of just before " + last.text()
                            + ". What is in the table would count as later. Nothing was read. Set the clock right, or wait"
                            + " until it has passed that moment.");
        });
    }
}
