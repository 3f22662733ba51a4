package io.highwater.jobs.incremental;

import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.Changes;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Quarantine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What all windows of a run share.
 *
 * @param changes the source by its cursor, open
 * @param trail where watermarks are kept
 * @param keysCompared when the target's keys were last compared with the source's, as far as is known
 */
record Loading(
        SparkSession spark,
        IncrementalSettings settings,
        DeltaTarget target,
        Changes changes,
        WatermarkTrail trail,
        Optional<Instant> keysCompared) {
    String job() {
        return settings.job().identity().name();
    }

    List<String> key() {
        return settings.job().target().key();
    }

    Quarantine quarantine() {
        return new Quarantine(spark, settings.job().identity().statePath(), job());
    }
}
