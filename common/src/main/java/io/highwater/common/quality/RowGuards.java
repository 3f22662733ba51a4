package io.highwater.common.quality;

import java.util.ArrayList;
import java.util.List;

/** Decides from the figures alone whether rows are what a load was told they are. */
public final class RowGuards {
    private RowGuards() {}

    /**
     * @param figures of the rows
     * @param checks what every row should meet
     * @return what stands against the rows, empty if nothing does
     */
    public static List<Refusal> judge(Figures figures, List<RowCheck> checks) {
        List<Refusal> refusals = new ArrayList<>();
        for (RowCheck check : checks) {
            long failed = figures.failed().get(check.name());
            if (check.onFail() == RowCheck.OnFail.FAIL && failed > 0) {
                refusals.add(new Refusal(
                        "check " + check.name(),
                        String.format("%,d of %,d rows do not meet: %s", failed, figures.rows(), check.where())));
            }
        }
        figures.nullKeys().forEach((column, nulls) -> {
            if (nulls > 0) {
                refusals.add(new Refusal(
                        "key-not-null",
                        String.format(
                                "%,d of %,d rows have no value in key column %s", nulls, figures.rows(), column)));
            }
        });
        return refusals;
    }
}
