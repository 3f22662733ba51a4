package io.highwater.jobs.cdc;

import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A planned run in words.
 *
 * @param reading what is read, and how much of it
 */
record CdcDescription(CdcSettings settings, String reading, Detected detected, Decoder decoder) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("would read " + reading);
        lines.add("  as " + word(detected.format()) + " (" + detected.evidence() + "), ordered by "
                + decoder.sequence().sql());
        settings.routes()
                .forEach(route -> lines.add("would merge " + (settings.hasOneTable() ? "" : route.source() + " ")
                        + "into " + route.target().address() + " by "
                        + (route.target().key().isEmpty()
                                ? "the key that the feed tells"
                                : route.target().key())
                        + ", " + keeping(route)));
        return lines;
    }

    private String keeping(TableRoute route) {
        return settings.history() == CdcSettings.History.SCD2
                ? "a row for each period from " + route.target().validity().from() + " to "
                        + route.target().validity().to()
                : "deletes " + word(settings.deletes());
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
