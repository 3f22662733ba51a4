package io.highwater.jobs.refresh;

import io.highwater.common.config.Percent;
import io.highwater.common.config.Section;
import io.highwater.common.job.JobSettings;
import io.highwater.common.quality.Measurement;
import io.highwater.common.target.SchemaPolicy;

/**
 * What a full refresh is told.
 *
 * @param job what every pattern is told
 * @param minRows fewer rows are refused
 * @param maxShrink a greater loss of rows against the live table is refused
 * @param schema what happens when the source's columns are not the table's
 * @param content whether content is digested, so that an unchanged source makes no version
 */
public record FullRefreshSettings(
        JobSettings job, long minRows, Percent maxShrink, SchemaPolicy schema, Measurement.Content content) {

    /** Reads the configuration; what is wrong with it becomes problems of the configuration. */
    public static FullRefreshSettings from(Section root) {
        return from(root, JobSettings.from(root));
    }

    /** Reads what is this pattern's alone. */
    public static FullRefreshSettings from(Section root, JobSettings job) {
        Section refresh = root.section("full-refresh");
        return new FullRefreshSettings(
                job,
                refresh.longInteger("min-rows", 0, Long.MAX_VALUE),
                refresh.percent("max-shrink"),
                refresh.choice("schema", SchemaPolicy.class),
                refresh.flag("skip-unchanged") ? Measurement.Content.DIGESTED : Measurement.Content.COUNTED);
    }
}
