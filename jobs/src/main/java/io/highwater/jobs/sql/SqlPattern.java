package io.highwater.jobs.sql;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobKind;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetAddress;
import io.highwater.jobs.refresh.FullRefresh;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code sql}: a query over the lake into a table of the lake. */
public final class SqlPattern implements JobKind<SqlSettings> {
    static final String NAME = "sql";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SqlSettings settings(Section root) {
        return SqlSettings.from(root);
    }

    @Override
    public JobIdentity identity(SqlSettings settings) {
        return settings.job().identity();
    }

    @Override
    public List<TargetAddress> targets(SqlSettings settings) {
        return List.of(settings.job().target().address());
    }

    @Override
    public Job job(SparkSession spark, SqlSettings settings, States states) {
        return settings.write() == SqlSettings.Write.FULL
                ? new FullRefresh(spark, settings.refresh(), Optional.empty())
                : new QueryMerge(spark, settings.job());
    }
}
