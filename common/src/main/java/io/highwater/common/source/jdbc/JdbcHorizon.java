package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import io.highwater.common.source.Horizon;
import io.highwater.common.source.OpenTransaction;
import io.highwater.common.source.jdbc.Witness.Sighting;
import io.highwater.common.time.CursorType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds how far a database may be read. The clock (or, for whole numbers, the greatest value) is looked at first, then the
 * open transactions; the snapshot of a reading comes later still. So a transaction which that snapshot does not show has
 * either begun after the clock was read, or was open when we looked.
 */
record JdbcHorizon(Witness witness, CursorColumn cursor, Sight sight, Greatest greatest) {
    /** The greatest value of a cursor of whole numbers, less than 0 where there is none. */
    @FunctionalInterface
    interface Greatest {
        long value() throws SQLException;
    }

    Horizon after(Duration lag) throws SQLException {
        return cursor.type() == CursorType.INTEGER ? byNumber() : byClock(lag);
    }

    private Horizon byClock(Duration lag) throws SQLException {
        Instant clock = witness.clock();
        Sighting sighting = witness.open(sight);
        List<Seen> hidden =
                lasting(sighting.transactions().stream().filter(Seen::isHidden).toList());
        long allowed = cursor.positionAt(clock.minus(lag));
        List<Seen> older = sighting.transactions().stream()
                .filter(seen -> !seen.isHidden() && cursor.positionAt(seen.since()) < allowed)
                .toList();
        long known = older.stream()
                .mapToLong(seen -> cursor.positionAt(seen.since()))
                .min()
                .orElse(allowed);
        long bound = hidden.isEmpty() ? known : cursor.least();
        List<OpenTransaction> holding = oldestFirst(hidden.isEmpty() ? older : hidden);
        return new Horizon(clock, cursor.positionAt(clock), bound, holding, sighting.notes());
    }

    /** The value a transaction will write is not known from its start, so each that was open must come to its end. */
    private Horizon byNumber() throws SQLException {
        Instant clock = witness.clock();
        long end = greatest.value() + 1;
        Sighting sighting = witness.open(sight);
        List<Seen> lasting = lasting(sighting.transactions());
        long bound = lasting.isEmpty() ? end : cursor.least();
        return new Horizon(clock, end, bound, oldestFirst(lasting), sighting.notes());
    }

    /** Those of the transactions that are not over after a while. */
    private List<Seen> lasting(List<Seen> transactions) throws SQLException {
        List<Seen> lasting = transactions;
        for (int look = 0; look < witness.looks() && !lasting.isEmpty(); look++) {
            witness.pause();
            Set<String> open =
                    witness.open(sight).transactions().stream().map(Seen::key).collect(Collectors.toSet());
            lasting = lasting.stream().filter(seen -> open.contains(seen.key())).toList();
        }
        return lasting;
    }

    private static List<OpenTransaction> oldestFirst(List<Seen> transactions) {
        return transactions.stream()
                .map(Seen::transaction)
                .sorted(Comparator.comparing(OpenTransaction::since))
                .toList();
    }
}
