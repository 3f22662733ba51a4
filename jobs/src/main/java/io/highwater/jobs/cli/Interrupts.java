package io.highwater.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C, for commands that would rather end what they have begun. Several may ask to be told at a time. */
public final class Interrupts {
    private static final Signal INTERRUPT = new Signal("INT");
    private static final Object LOCK = new Object();
    private static final List<Runnable> ACTIONS = new ArrayList<>();
    private static SignalHandler before;

    private Interrupts() {}

    /** Something that is in force until it is closed. */
    public interface Handler extends AutoCloseable {
        @Override
        void close();
    }

    /** Does something at the first Ctrl-C; the second ends the process as it would have. */
    public static Handler first(Runnable action) {
        synchronized (LOCK) {
            if (ACTIONS.isEmpty()) {
                before = Signal.handle(INTERRUPT, signal -> raised());
            }
            ACTIONS.add(action);
        }
        return () -> leave(action);
    }

    private static void raised() {
        List<Runnable> told;
        synchronized (LOCK) {
            told = List.copyOf(ACTIONS);
            Signal.handle(INTERRUPT, before);
        }
        told.forEach(Runnable::run);
    }

    private static void leave(Runnable action) {
        synchronized (LOCK) {
            ACTIONS.remove(action);
            if (ACTIONS.isEmpty()) {
                Signal.handle(INTERRUPT, before);
            }
        }
    }
}
