package io.highwater.jobs.incremental;

import io.highwater.common.job.NullKeyPolicy;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.source.Reading;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Staging;
import io.highwater.common.target.StagingFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads a window's rows, once, and writes them where no reader of the target sees them. */
record WindowRows(Loading loading) {
    private static final String KEY_NOT_NULL = "key-not-null";

    StagedWindow stage(Reading reading, SchemaFit fit) {
        List<RowCheck> checks = checks();
        Measurement measurement = new Measurement(loading.key(), checks, Measurement.Content.COUNTED);
        Staging staging =
                new Staging(loading.target(), loading.settings().job().target().layout(), loading.key());
        try {
            StagedAddition staged = staging.addition(measurement.of(rows(reading)), fit);
            return new StagedWindow(loading, staged, measurement, checks);
        } catch (Exception failure) {
            throw StagingFailures.explained(failure, reading, loading.target());
        }
    }

    private Dataset<Row> rows(Reading reading) {
        return loading.settings()
                .softDelete()
                .map(marks -> marks.unmarked(reading.rows()))
                .orElseGet(reading::rows);
    }

    /** A key without a value is one more reason to set a row aside, if the user says so. */
    private List<RowCheck> checks() {
        List<RowCheck> checks = new ArrayList<>(loading.settings().job().checks());
        if (loading.settings().nullKeys() == NullKeyPolicy.QUARANTINE
                && !loading.key().isEmpty()) {
            String complete = loading.key().stream()
                    .map(column -> "`" + column.replace("`", "``") + "` IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            checks.add(new RowCheck(KEY_NOT_NULL, complete, RowCheck.OnFail.QUARANTINE));
        }
        return checks;
    }
}
