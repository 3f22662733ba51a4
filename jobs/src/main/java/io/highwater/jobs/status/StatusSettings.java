package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import io.highwater.common.report.StateContents;
import io.highwater.common.state.States;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code status} is told.
 *
 * @param statePath the directory of the state
 * @param job the one job of interest; empty for all
 */
record StatusSettings(String statePath, Optional<String> job) {
    /** The state of a pipeline is where its steps' is. */
    static StatusSettings from(Section root) {
        Section defaults = root.section("pipeline").section("defaults");
        Section shared = defaults.has("state") ? defaults.over(root, Set.of("pipeline")) : root;
        return new StatusSettings(shared.section("state").text("path"), root.optionalText("job"));
    }

    /** Reads what is of interest. */
    StateContents contents(States states) {
        StateContents all = StateContents.of(states, statePath);
        return job.map(all::ofJob).orElse(all);
    }
}
