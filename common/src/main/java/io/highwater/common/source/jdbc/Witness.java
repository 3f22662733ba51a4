package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What a database tells about its time and about the transactions that are not over, each look at its present state. */
interface Witness {
    /** Ends the sentences on what cannot be seen. */
    String ONLY_LAG = ": only incremental.lag and incremental.overlap guard against them.";

    /** Said where nobody is to be waited for. */
    String NOT_LOOKED_AT = "Open transactions of the source are not looked at, as it was asked for" + ONLY_LAG;

    /** What it is asked for one horizon, in this order. */
    Instant clock() throws SQLException;

    /** The transactions of others that may still write, apart from readings of ours. */
    Sighting open(Sight sight) throws SQLException;

    /** How many looks, each after a pause, last about five seconds. */
    int looks();

    /** Lets a moment pass on the server. */
    void pause() throws SQLException;

    /** What was seen at one look, and what a careful reader should know about it. */
    record Sighting(List<Seen> transactions, List<String> notes) {
        public Sighting {
            transactions = List.copyOf(transactions);
            notes = List.copyOf(notes);
        }
    }
}
