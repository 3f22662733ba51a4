package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** What the story says, checked before it is said. */
final class Claims {
    private final Printer printer;

    Claims(Printer printer) {
        this.printer = printer;
    }

    /**
     * Says so if both are the same.
     *
     * @throws UserException if they are not: the demo is over then
     */
    void same(String claim, Object expected, Object found) {
        require(claim, expected, found);
        printer.good(claim);
    }

    /** Requires both to be the same without saying so. */
    void require(String claim, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new UserException(
                    ExitCode.BUG,
                    "The demo stops, because this is not true: " + claim + ". Expected " + expected + ", found " + found
                            + ". That is a defect in Highwater or in its demo: please report it.");
        }
    }
}
