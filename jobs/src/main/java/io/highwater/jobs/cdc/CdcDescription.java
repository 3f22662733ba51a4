package io.highwater.jobs.cdc;

import io.highwater.common.state.FeedCheckpoint;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.Detected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A planned run in words. */
record CdcDescription(
        CdcSettings settings, Detected detected, Decoder decoder, Optional<FeedCheckpoint.Reading> reading) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("would read " + settings.feed().describe() + ", "
                + (reading.isPresent() ? "what was not read yet" : "from its beginning"));
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
