package io.highwater.jobs.refresh;

import io.highwater.common.config.Percent;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.quality.RowGuards;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Decides from the figures alone whether new content may replace a table. */
final class Guards {
    private final long minRows;
    private final Percent maxShrink;
    private final List<RowCheck> checks;

    Guards(FullRefreshSettings settings) {
        this.minRows = settings.minRows();
        this.maxShrink = settings.maxShrink();
        this.checks = settings.job().checks();
    }

    /**
     * @param figures of the new content
     * @param live rows of the table as it is; empty if there is no table
     * @return what stands against it, empty if nothing does
     */
    List<Refusal> judge(Figures figures, OptionalLong live) {
        List<Refusal> refusals = new ArrayList<>();
        floor(figures, refusals);
        live.ifPresent(rows -> shrink(figures, rows, refusals));
        refusals.addAll(RowGuards.judge(figures, checks));
        return refusals;
    }

    private void floor(Figures figures, List<Refusal> refusals) {
        if (figures.rows() == 0 && minRows > 0) {
            refusals.add(new Refusal("empty-source", "the source has no rows"));
        } else if (figures.kept() < minRows) {
            refusals.add(new Refusal(
                    "min-rows", String.format("%,d rows are fewer than the %,d asked for", figures.kept(), minRows)));
        }
    }

    private void shrink(Figures figures, long live, List<Refusal> refusals) {
        long lost = live - figures.kept();
        if (lost <= 0) {
            return;
        }
        BigDecimal share = BigDecimal.valueOf(lost)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(live), 10, RoundingMode.HALF_UP);
        if (share.compareTo(maxShrink.value()) > 0) {
            refusals.add(new Refusal(
                    "max-shrink",
                    String.format(
                            "%,d rows instead of %,d are %s percent fewer, %s is allowed",
                            figures.kept(),
                            live,
                            share.setScale(1, RoundingMode.HALF_UP).toPlainString(),
                            maxShrink)));
        }
    }
}
