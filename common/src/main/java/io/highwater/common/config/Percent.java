package io.highwater.common.config;

import java.math.BigDecimal;

/**
 * A share of a whole.
 *
 * @param value from 0 to 100
 */
public record Percent(BigDecimal value) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    public Percent {
        if (!isInRange(value)) {
            throw new IllegalArgumentException("Percent must be from 0 to 100, cannot be: " + value);
        }
        value = value.stripTrailingZeros();
    }

    public static Percent of(long value) {
        return new Percent(BigDecimal.valueOf(value));
    }

    static boolean isInRange(BigDecimal value) {
        return value.signum() >= 0 && value.compareTo(WHOLE) <= 0;
    }

    /** The same share as a number from 0 to 1. */
    public BigDecimal fraction() {
        return value.movePointLeft(2);
    }

    @Override
    public String toString() {
        return value.toPlainString() + " percent";
    }
}
