package io.highwater.common.error;

import java.util.Arrays;

/** What a command tells the process that started it. Clear of the codes YARN (10–17) and Spark (50–52) use themselves. */
public enum ExitCode {
    /** Done, or nothing to do. */
    OK(0),
    /** A defect in Highwater. */
    BUG(1),
    /** The command line could not be understood. */
    USAGE(2),
    /** The configuration is not usable: nothing was read or written. */
    CONFIGURATION(3),
    /** A guard, a check or a quarantine limit refused the data: the target is as it was. */
    REFUSED(4),
    /** A part was done: run again. */
    PARTIAL(5),
    /** Another run holds the job. */
    HELD(6),
    /** The source or the platform did not answer, or failed half-way: run again later. */
    UNAVAILABLE(7);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The one with this number. */
    public static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.code == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No exit code is " + number));
    }

    /** The number handed to the operating system. */
    public int code() {
        return code;
    }
}
