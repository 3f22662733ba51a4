package io.highwater.common.quality;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;

/** Guards refused the data. The target is as it was. */
public final class RefusedException extends UserException {
    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    /**
     * @param what what was refused, a sentence
     * @param refusals which guards said no, at least one
     * @param remedy what stays and what the user can do, in sentences
     */
    public RefusedException(String what, List<Refusal> refusals, String remedy) {
        super(ExitCode.REFUSED, what + "\n" + table(refusals) + remedy);
        this.refusals = List.copyOf(refusals);
    }

    /** Which guards said no. */
    public List<Refusal> refusals() {
        return refusals;
    }

    private static String table(List<Refusal> refusals) {
        int width = refusals.stream()
                .mapToInt(refusal -> refusal.guard().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (Refusal refusal : refusals) {
            table.append("  ")
                    .append(refusal.guard())
                    .append(" ".repeat(width - refusal.guard().length() + 3))
                    .append(refusal.reason())
                    .append('\n');
        }
        return table.toString();
    }
}
