package io.highwater.jobs.why;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.target.TargetSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code why} is told.
 *
 * @param identity what the job is known by
 * @param targets its tables: by the source's words if there are several, or one under the empty word
 */
record WhySettings(JobIdentity identity, Map<String, TargetSettings> targets) {
    static WhySettings from(Section root) {
        Map<String, TargetSettings> targets = new LinkedHashMap<>();
        for (Section table : root.section("cdc").sections("tables")) {
            targets.put(table.text("source"), TargetSettings.from(table.section("target")));
        }
        if (targets.isEmpty()) {
            targets.put("", TargetSettings.from(root.section("target")));
        }
        return new WhySettings(JobIdentity.from(root), targets);
    }

    /** The table that is meant. */
    TargetSettings target(Optional<String> source) {
        if (source.isPresent()) {
            return Optional.ofNullable(targets.get(source.get()))
                    .orElseThrow(() -> usage(
                            "There is no table " + source.get() + " in highwater.cdc.tables; it has " + sources()));
        }
        if (targets.size() > 1) {
            throw usage("Say which table the row is in: --table with one of " + sources());
        }
        return targets.values().iterator().next();
    }

    private String sources() {
        return String.join(
                        ", ",
                        targets.keySet().stream()
                                .filter(name -> !name.isEmpty())
                                .toList()) + ".";
    }

    private static UserException usage(String message) {
        return new UserException(ExitCode.USAGE, message);
    }
}
