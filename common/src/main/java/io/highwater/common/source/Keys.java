package io.highwater.common.source;

import java.util.Optional;
import java.util.Set;

/**
 * The keys a source holds, without anything else of its rows. A row with a NULL in its key has no key here. Each answer is
 * about the moment it is asked for.
 */
public interface Keys {
    /** The digests of all keys, computed by the source; empty where it cannot compute what Spark would. */
    Optional<KeyBuckets> digests();

    /** Opens the key's columns, in the key's order, of all rows. They are read as of one moment. */
    Reading open();

    /**
     * Opens the key's columns, in the key's order, of the rows in some buckets. They are read as of one moment.
     *
     * @param buckets as {@link KeyBuckets} names them
     * @throws IllegalStateException where the source computes no digests
     */
    Reading open(Set<String> buckets);
}
