package io.highwater.common.source;

import java.time.Instant;

/**
 * A transaction of the source that is not over.
 *
 * @param id how the source calls it, such as {@code pid 4711} or {@code prepared transaction 'batch-7'}
 * @param user whose it is
 * @param since when it began, as far as the source tells, by the source's clock
 */
public record OpenTransaction(String id, String user, Instant since) {
    /** The transaction in a few words. */
    public String describe() {
        return id + " of user " + user + ", open since " + since;
    }
}
