package io.highwater.common.source.jdbc;

import io.highwater.common.source.OpenTransaction;
import java.time.Instant;

/**
 * An open transaction as a database shows it.
 *
 * @param key tells it from every other transaction, and is the same at each look
 * @param transaction what people are told
 * @param start whether the database says when it began
 */
record Seen(String key, OpenTransaction transaction, Start start) {
    enum Start {
        KNOWN,
        HIDDEN
    }

    static Seen since(String key, String id, String user, Instant since) {
        return new Seen(key, new OpenTransaction(id, user, since), Start.KNOWN);
    }

    boolean isHidden() {
        return start == Start.HIDDEN;
    }

    Instant since() {
        return transaction.since();
    }
}
