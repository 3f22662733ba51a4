package io.highwater.common.job;

import io.highwater.common.target.TargetSettings;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of job that keeps one table.
 *
 * @param <S> the settings of one of its jobs
 */
public abstract class TableKind<S> implements JobKind<S> {
    private final String name;
    private final Function<S, JobSettings> shared;

    /**
     * @param name the pattern
     * @param shared what every pattern is told, of its settings
     */
    protected TableKind(String name, Function<S, JobSettings> shared) {
        this.name = name;
        this.shared = shared;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final JobIdentity identity(S settings) {
        return shared.apply(settings).identity();
    }

    @Override
    public final List<TargetSettings> tables(S settings) {
        return List.of(shared.apply(settings).target());
    }
}
