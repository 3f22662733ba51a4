package io.highwater.common.report;

/** What a day of a backfill has come to, the worst that is true of a part of it. */
public enum DayState {
    LOADED('#', "loaded"),
    RUNNING('>', "being loaded"),
    PARTLY('+', "loaded in part"),
    FAILED('x', "failed"),
    MISSING('.', "not loaded"),
    /** Not a day of the backfill. */
    OUTSIDE(' ', "");

    private final char sign;
    private final String words;

    DayState(char sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** The sign for it in a text. */
    public char sign() {
        return sign;
    }

    /** The same in words; nothing if the day is none of the backfill's. */
    public String words() {
        return words;
    }
}
