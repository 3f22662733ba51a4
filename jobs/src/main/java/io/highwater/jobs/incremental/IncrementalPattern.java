package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.TableKind;
import io.highwater.common.state.States;
import org.apache.spark.sql.SparkSession;

/** {@code incremental}, for whoever runs jobs. */
public final class IncrementalPattern extends TableKind<IncrementalSettings> {
    public IncrementalPattern() {
        super(Incremental.PATTERN, IncrementalSettings::job);
    }

    @Override
    public IncrementalSettings settings(Section root) {
        return IncrementalSettings.from(root);
    }

    @Override
    public Job job(SparkSession spark, IncrementalSettings settings, States states) {
        String statePath = settings.job().identity().statePath();
        return new Incremental(spark, settings, states.watermarks(statePath), states.clock());
    }
}
