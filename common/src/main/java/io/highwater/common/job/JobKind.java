package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.state.States;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.TargetSettings;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A kind of job, as whoever runs jobs needs to know it.
 *
 * @param <S> the settings of one of its jobs
 */
public interface JobKind<S> {
    /** The pattern or command, such as {@code full-refresh}. */
    String name();

    /** Takes from a job's configuration what the job needs; what is wrong with it becomes problems of the configuration. */
    S settings(Section root);

    /** What a job is known by. */
    JobIdentity identity(S settings);

    /** The tables that a job keeps; at least one. */
    List<TargetSettings> tables(S settings);

    /** Where they are. */
    default List<TargetAddress> targets(S settings) {
        return tables(settings).stream().map(TargetSettings::address).toList();
    }

    /** Makes a job. */
    Job job(SparkSession spark, S settings, States states);
}
