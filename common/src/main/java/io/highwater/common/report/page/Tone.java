package io.highwater.common.report.page;

import io.highwater.common.state.StepStatus;

/** How something stands, as a colour says it. Wherever it is used words say it too. */
public enum Tone {
    GOOD("✓"),
    BAD("✗"),
    WARNING("!"),
    BUSY("▸"),
    QUIET("–");

    private final String sign;

    Tone(String sign) {
        this.sign = sign;
    }

    /** The name of the style. */
    public String style() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** One character for those who do not tell colours apart. */
    public String sign() {
        return sign;
    }

    /** That of a step whose process is at work, or that is over. */
    static Tone of(StepStatus status) {
        return switch (status) {
            case SUCCESS -> GOOD;
            case FAILED -> BAD;
            case SKIPPED, PENDING -> QUIET;
            case RUNNING -> BUSY;
        };
    }
}
