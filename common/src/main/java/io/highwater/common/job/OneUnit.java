package io.highwater.common.job;

import java.util.List;

/**
 * A plan of one piece of work that holds nothing open.
 *
 * @param description the plan in words, a line each
 * @param unit the work
 */
public record OneUnit(List<String> description, Unit unit) implements Plan {
    public OneUnit {
        description = List.copyOf(description);
    }

    @Override
    public List<Unit> units(RunContext run) {
        return List.of(unit);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
