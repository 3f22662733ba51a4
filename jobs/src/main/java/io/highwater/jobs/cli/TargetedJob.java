package io.highwater.jobs.cli;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.TargetSettings;

/**
 * What a command needs to know that deals with a job's target and not with its source.
 *
 * @param identity what the job is known by
 * @param target where its table is
 */
public record TargetedJob(JobIdentity identity, TargetSettings target) {
    /** Reads the two blocks; what is wrong with them becomes problems of the configuration. */
    public static TargetedJob from(Section root) {
        return new TargetedJob(JobIdentity.from(root), TargetSettings.from(root.section("target")));
    }
}
