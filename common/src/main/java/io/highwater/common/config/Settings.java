package io.highwater.common.config;

/** A configuration whose layers could be read and are put together; whether it is usable is yet to be found out. */
public final class Settings {
    private final Section root;
    private final ReadContext context;

    Settings(Section root, ReadContext context) {
        this.root = root;
        this.context = context;
    }

    /** The object {@code highwater}. */
    public Section root() {
        return root;
    }

    /** What was found wrong so far. */
    public Problems problems() {
        return context.problems();
    }

    /** Masks every secret that was read so far. */
    public Redactor redactor() {
        return context.secrets().redactor();
    }
}
