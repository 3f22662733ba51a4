package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/**
 * How big the shop is.
 *
 * @param orders orders at the first load, from 200 to 10 million; about three lines each
 */
record ShopSize(int orders) {
    private static final int FEWEST = 200;
    private static final int MOST = 10_000_000;

    ShopSize {
        if (orders < FEWEST || orders > MOST) {
            throw new UserException(
                    ExitCode.USAGE,
                    String.format(
                            "Cannot make a shop with %,d orders: the demo needs from %,d to %,d. Give another --orders.",
                            orders, FEWEST, MOST));
        }
    }

    /** Customers at the first load. */
    int customers() {
        return orders / 10;
    }
}
