package io.highwater.jobs.cli;

import io.highwater.common.config.Section;
import io.highwater.common.state.States;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A command that works from a configuration.
 *
 * @param <S> the settings it reads
 */
@Command(mixinStandardHelpOptions = true)
public abstract class JobCommand<S> implements Callable<Integer>, TakesSurroundings {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    private Surroundings surroundings = Surroundings.ofProcess();
    private final Secrecy secrecy = new Secrecy();
    private final Keys keys;

    protected JobCommand(Keys keys) {
        this.keys = keys;
    }

    /** Takes from the configuration what the command needs. */
    protected abstract S settings(Section root, States states);

    /**
     * Does it.
     *
     * @return the exit code
     */
    protected abstract int run(Invocation<S> invocation);

    @Override
    public final Integer call() {
        return run(Invocation.of(surroundings, config, this::settings, keys, secrecy));
    }

    @Override
    public final void in(Surroundings others) {
        surroundings = others;
    }

    /** The process around the command. */
    protected final Surroundings surroundings() {
        return surroundings;
    }

    /** Takes the secrets of the configuration out of a text. */
    protected final String redact(String text) {
        return secrecy.redact(text);
    }
}
