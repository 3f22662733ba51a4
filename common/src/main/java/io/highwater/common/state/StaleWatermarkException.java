package io.highwater.common.state;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** A run wanted to set a watermark after a later run had. */
public final class StaleWatermarkException extends UserException {
    private static final long serialVersionUID = 1L;

    StaleWatermarkException(Watermark mine, Watermark later) {
        super(
                ExitCode.HELD,
                "Run " + mine.run() + " of job " + mine.job() + " (generation " + mine.generation()
                        + ") may not move the watermark: run " + later.run() + " (generation " + later.generation()
                        + ") has moved it since, to " + later.text() + ". Nothing was changed.");
    }
}
