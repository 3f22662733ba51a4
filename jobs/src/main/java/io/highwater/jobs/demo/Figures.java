package io.highwater.jobs.demo;

import java.math.BigDecimal;

/**
 * What is in a table, in three numbers.
 *
 * @param rows how many rows
 * @param sum a sum over all rows
 * @param met how many rows meet a condition
 */
record Figures(long rows, BigDecimal sum, long met) {
    /** Figures as a database returns them; equal numbers are equal figures, whatever their type was. */
    static Figures of(Object rows, Object sum, Object met) {
        return new Figures(number(rows), decimal(sum), number(met));
    }

    /** The figures in words. */
    String of(ShopTable table) {
        String shownSum = String.format(sum.scale() > 0 ? "%,.2f" : "%,.0f", sum);
        return String.format("%,d rows, %s = %s, %,d %s", rows, table.sum(), shownSum, met, table.met());
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static BigDecimal decimal(Object sum) {
        return new BigDecimal(String.valueOf(sum == null ? 0 : sum)).stripTrailingZeros();
    }
}
