package io.highwater.jobs.cdc.format;

/** What one step of an integer that counts time is. */
public enum TimeUnit {
    MILLIS(1_000),
    MICROS(1_000_000),
    NANOS(1_000_000_000);

    private final long inSecond;

    TimeUnit(long inSecond) {
        this.inSecond = inSecond;
    }

    /** How many there are in a second. */
    long inSecond() {
        return inSecond;
    }
}
