package io.highwater.jobs.why;

import io.highwater.common.target.RowHistory;
import io.highwater.common.target.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer for people: one line for each commit, newest first, with the columns it changed below. */
final class TextAnswer {
    private static final int LONGEST = 60;

    private TextAnswer() {}

    static List<String> lines(Answer answer) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(answer));
        answer.deletions().forEach(deletion -> lines.add(remembered(deletion)));
        for (Deed deed : answer.deeds()) {
            lines.add(line(deed));
            deed.columns().forEach((column, values) -> lines.add("    " + column + ": " + change(deed, values)));
        }
        lines.addAll(answer.gaps());
        return lines;
    }

    private static String headline(Answer answer) {
        RowHistory history = answer.history();
        String row = answer.key() + " in " + answer.table() + ", versions " + history.oldest() + " to "
                + history.newest() + ": ";
        if (!answer.deeds().isEmpty()) {
            return row + history.changes().size() + (history.changes().size() == 1 ? " commit" : " commits");
        }
        return row + (history.first().isEmpty() ? "no such row" : "not touched");
    }

    private static String line(Deed deed) {
        List<String> parts = new ArrayList<>();
        parts.add("version " + deed.change().version());
        deed.change().at().ifPresent(at -> parts.add(at.toString()));
        parts.add(deed.operation());
        parts.add(deed.change()
                .stamp()
                .map(stamp -> "job " + stamp.job() + ", run " + stamp.run())
                .orElse("not by us"));
        deed.batch().ifPresent(batch -> parts.add(Stamp.BATCH + " " + batch));
        deed.period().ifPresent(period -> parts.add("period from " + period));
        deed.sequence().ifPresent(sequence -> parts.add("_sequence " + sequence));
        return String.join(", ", parts) + ": " + deed.did();
    }

    private static String remembered(RememberedDeletion deletion) {
        return "remembered: a deletion at "
                + deletion.deletedAt().orElse("an unknown time") + ", _sequence " + deletion.sequence()
                + ", brought by run " + deletion.run();
    }

    private static String change(Deed deed, Deed.Values values) {
        return deed.change().before().isEmpty()
                ? shown(values.after())
                : shown(values.before()) + " → " + shown(values.after());
    }

    private static String shown(Optional<String> value) {
        String text = value.map(TextAnswer::inOneLine).orElse("NULL");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    private static String inOneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
