package io.highwater.jobs.cli;

import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C, for commands that would rather end what they have begun. */
public final class Interrupts {
    private static final Signal INTERRUPT = new Signal("INT");

    private Interrupts() {}

    /** Something that is in force until it is closed. */
    public interface Handler extends AutoCloseable {
        @Override
        void close();
    }

    /** Does something at the first Ctrl-C; the second ends the process as it would have. */
    public static Handler first(Runnable action) {
        AtomicReference<SignalHandler> before = new AtomicReference<>();
        before.set(Signal.handle(INTERRUPT, signal -> {
            action.run();
            Signal.handle(signal, before.get());
        }));
        return () -> Signal.handle(INTERRUPT, before.get());
    }
}
