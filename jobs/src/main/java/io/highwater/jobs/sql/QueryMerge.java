package io.highwater.jobs.sql;

import io.highwater.common.job.AfterLoad;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobSettings;
import io.highwater.common.job.Plan;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.Reading;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.TargetSettings;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Brings a query's rows into a table by key. Rows whose key the query does not have stay. */
final class QueryMerge implements Job {
    private final SparkSession spark;
    private final JobSettings settings;
    private final DeltaTarget target;

    QueryMerge(SparkSession spark, JobSettings settings) {
        this.spark = spark;
        this.settings = settings;
        this.target = DeltaTarget.at(spark, settings.target().address());
    }

    @Override
    public String pattern() {
        return SqlPattern.NAME;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public List<DataPlace> inputs() {
        return settings.source().places(spark);
    }

    @Override
    public Optional<AfterLoad> afterLoad() {
        TargetSettings kept = settings.target();
        return Optional.of(AfterLoad.atTimes(target, kept.upkeep(), kept.key()));
    }

    @Override
    public Plan plan() {
        Reading reading = settings.source().open(spark);
        StructType columns = reading.rows().schema();
        SourceColumns source = new SourceColumns(spark, reading.plan().source(), columns);
        source.requireKey(settings.target().key());
        source.requireChecks(settings.checks());
        SchemaFit fit = target.live()
                .map(live -> SchemaFit.of(columns, live.schema(), SchemaPolicy.ADD))
                .orElseGet(() -> SchemaFit.fresh(columns));
        return new QueryMergePlan(spark, settings, target, reading, fit);
    }
}
