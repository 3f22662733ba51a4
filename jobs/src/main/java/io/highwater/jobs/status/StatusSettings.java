package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import java.util.Optional;

/**
 * What {@code status} is told.
 *
 * @param statePath the directory of the state
 * @param job the one job of interest; empty for all
 */
record StatusSettings(String statePath, Optional<String> job) {
    static StatusSettings from(Section root) {
        return new StatusSettings(root.section("state").text("path"), root.optionalText("job"));
    }
}
