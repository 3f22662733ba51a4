package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.source.Source;
import io.highwater.common.target.TargetSettings;
import java.util.List;

/**
 * What every pattern is told.
 *
 * @param identity what the job is known by
 * @param source where rows come from
 * @param target where they go
 * @param checks what every row should meet
 */
public record JobSettings(JobIdentity identity, Source source, TargetSettings target, List<RowCheck> checks) {
    public JobSettings {
        checks = List.copyOf(checks);
    }

    /** Reads the blocks that all patterns share; what is wrong with them becomes problems of the configuration. */
    public static JobSettings from(Section root) {
        return from(root, SourceSettings.from(root.section("source")));
    }

    /** The same for a job whose rows come from elsewhere than the block {@code source} says. */
    public static JobSettings from(Section root, Source source) {
        List<RowCheck> checks =
                root.sections("checks").stream().map(RowCheck::from).toList();
        return new JobSettings(JobIdentity.from(root), source, TargetSettings.from(root.section("target")), checks);
    }
}
