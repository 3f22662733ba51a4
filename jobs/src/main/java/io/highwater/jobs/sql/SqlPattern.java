package io.highwater.jobs.sql;

import io.highwater.common.config.Section;
import io.highwater.common.job.Job;
import io.highwater.common.job.TableKind;
import io.highwater.common.state.States;
import io.highwater.jobs.refresh.FullRefresh;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** {@code sql}: a query over the lake into a table of the lake. */
public final class SqlPattern extends TableKind<SqlSettings> {
    static final String NAME = "sql";

    public SqlPattern() {
        super(NAME, SqlSettings::job);
    }

    @Override
    public SqlSettings settings(Section root) {
        return SqlSettings.from(root);
    }

    @Override
    public Job job(SparkSession spark, SqlSettings settings, States states) {
        return settings.write() == SqlSettings.Write.FULL
                ? new FullRefresh(spark, settings.refresh(), Optional.empty())
                : new QueryMerge(spark, settings.job());
    }
}
