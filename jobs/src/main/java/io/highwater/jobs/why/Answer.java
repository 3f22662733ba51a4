package io.highwater.jobs.why;

import io.highwater.common.target.RowHistory;
import io.highwater.common.target.RowKey;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.TargetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is known of a row.
 *
 * @param table where it is or was
 * @param key which row
 * @param history what the table tells
 * @param deeds the history's changes in words, newest first; where rows are periods, one for each that a commit changed
 * @param deletions deletions that are remembered beside the state and that no commit of the history tells of
 */
record Answer(
        TargetAddress table, RowKey key, RowHistory history, List<Deed> deeds, List<RememberedDeletion> deletions) {
    static Answer of(
            TargetAddress table,
            RowKey key,
            RowHistory history,
            SoftDelete marks,
            PeriodChanges periods,
            List<RememberedDeletion> remembered) {
        return new Answer(
                table,
                key,
                history,
                history.changes().stream()
                        .flatMap(periods::of)
                        .map(change -> Deed.of(change, periods.beginning(change), marks, remembered))
                        .toList(),
                remembered.stream()
                        .filter(deletion -> history.changes().stream()
                                .noneMatch(change -> change.kind() == RowHistory.Kind.DELETED && deletion.isOf(change)))
                        .toList());
    }

    /** What is not known any more. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        history.blurred()
                .ifPresent(version -> gaps.add("Versions up to " + version
                        + " had files that are gone, most likely by VACUUM; what these held of the row is not known."));
        if (history.oldest() > 0) {
            gaps.add("What came before version " + history.oldest() + " is not known, the log tells of it no more"
                    + (history.first().isEmpty() ? "." : "; the row was in the table then."));
        }
        return gaps;
    }
}
