package io.highwater.common.quality;

import io.highwater.common.config.Percent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Decides from the figures alone whether rows may be deleted because a source no longer has them.
 *
 * @param maxDelete a greater share of the table's rows is not deleted; all of them switches the guard off
 */
public record DeleteGuard(Percent maxDelete) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /**
     * @param gone rows of the table that the source no longer has
     * @param rows rows of the table
     * @param sourceKeys keys of the source
     * @return what stands against it, empty if nothing does
     */
    public List<Refusal> judge(long gone, long rows, long sourceKeys) {
        if (gone == 0 || maxDelete.value().compareTo(WHOLE) == 0) {
            return List.of();
        }
        if (sourceKeys == 0) {
            return List.of(new Refusal(
                    "max-delete",
                    String.format(
                            "the source has no keys at all, so that %,d of %,d rows would go; %s is allowed",
                            gone, rows, maxDelete)));
        }
        BigDecimal share =
                BigDecimal.valueOf(gone).multiply(WHOLE).divide(BigDecimal.valueOf(rows), 10, RoundingMode.HALF_UP);
        return share.compareTo(maxDelete.value()) <= 0
                ? List.of()
                : List.of(new Refusal(
                        "max-delete",
                        String.format(
                                "%,d of %,d rows are gone from the source, %s percent; %s is allowed",
                                gone,
                                rows,
                                share.setScale(1, RoundingMode.HALF_UP).toPlainString(),
                                maxDelete)));
    }
}
