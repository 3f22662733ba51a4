package io.highwater.common.config;

import java.util.Objects;

/**
 * A value that must never be printed. Configuration holds only its reference ({@code env:NAME} or
 * {@code hadoop-credential:ALIAS}); that is also all that {@link #toString()} shows.
 */
public final class Secret {
    private final String reference;
    private final String value;

    public Secret(String reference, String value) {
        this.reference = Objects.requireNonNull(reference);
        this.value = Objects.requireNonNull(value);
    }

    /** Where the value came from. Safe to print. */
    public String reference() {
        return reference;
    }

    /** The value itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return reference;
    }
}
