package io.highwater.jobs.upkeep;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.job.Tended;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetSettings;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** {@code upkeep} of the tables that a job's configuration names. */
public final class UpkeepPattern implements JobKind<Tended> {
    @Override
    public String name() {
        return Upkeep.PATTERN;
    }

    @Override
    public Tended settings(Section root) {
        List<Section> several =
                root.optionalSection("cdc").map(cdc -> cdc.sections("tables")).orElse(List.of());
        List<Section> all = several.isEmpty() ? List.of(root) : several;
        return new Tended(
                JobIdentity.from(root),
                all.stream()
                        .map(one -> TargetSettings.from(one.section("target")))
                        .toList());
    }

    @Override
    public JobIdentity identity(Tended settings) {
        return settings.identity();
    }

    @Override
    public List<TargetSettings> tables(Tended settings) {
        return settings.tables();
    }

    @Override
    public Job job(SparkSession spark, Tended settings, States states) {
        return new Upkeep(spark, settings, states.tables(settings.identity().statePath()), states.clock());
    }
}
