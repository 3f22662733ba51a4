package io.highwater.common.job;

import io.highwater.common.target.TargetSettings;
import java.util.List;

/**
 * Tables that a job keeps.
 *
 * @param identity what the job is known by
 * @param tables where they are, and how they are to be kept
 */
public record Tended(JobIdentity identity, List<TargetSettings> tables) {
    public Tended {
        tables = List.copyOf(tables);
    }
}
