package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.state.Watermark;
import io.highwater.jobs.cdc.format.SnapshotDecoder;
import io.highwater.jobs.cdc.snapshot.Snapshot;
import io.highwater.jobs.cdc.snapshot.SnapshotSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What it takes to bring snapshots to their table. */
record SnapshotLoads(
        SparkSession spark,
        RouteTables tables,
        CdcSettings settings,
        SnapshotSettings snapshots,
        WatermarkTrail trail) {
    /** Whether another snapshot follows in the same run. */
    enum Place {
        BEFORE_OTHERS,
        LAST
    }

    SnapshotLoad of(Snapshot snapshot, Place place, List<String> notes) {
        return new SnapshotLoad(this, snapshot, place, notes);
    }

    /** What becomes of a snapshot, for a dry run. */
    List<String> description() {
        TableRoute route = route();
        return List.of(
                "would compare with " + route.target().address() + " by "
                        + route.target().key() + ", and bring what differs; deletes "
                        + settings.deletes().name().toLowerCase(Locale.ROOT),
                "  refused if more than " + snapshots.guard().maxDelete() + " of the rows would be deleted");
    }

    TableRoute route() {
        return settings.routes().get(0);
    }

    /** @throws UserException if a snapshot cannot be compared with what came before */
    void refuseOtherOrder(SnapshotDecoder moment, Optional<Watermark> watermark) {
        watermark.filter(reached -> reached.type() != moment.type()).ifPresent(reached -> {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on with job " + settings.identity().name() + ": its snapshots were ordered by "
                            + reached.type() + " up to " + reached.text() + ", and are by " + moment.type()
                            + " now. Use the former names, or another job and target.");
        });
    }
}
