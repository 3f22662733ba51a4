package io.highwater.jobs.incremental;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** {@code incremental}, for whoever runs jobs. */
public final class IncrementalPattern implements JobKind<IncrementalSettings> {
    @Override
    public String name() {
        return Incremental.PATTERN;
    }

    @Override
    public IncrementalSettings settings(Section root) {
        return IncrementalSettings.from(root);
    }

    @Override
    public JobIdentity identity(IncrementalSettings settings) {
        return settings.job().identity();
    }

    @Override
    public List<TargetAddress> targets(IncrementalSettings settings) {
        return List.of(settings.job().target().address());
    }

    @Override
    public Job job(SparkSession spark, IncrementalSettings settings, States states) {
        String statePath = settings.job().identity().statePath();
        return new Incremental(spark, settings, states.watermarks(statePath), states.clock());
    }
}
