package io.highwater.common.source.jdbc;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a database computes {@link io.highwater.common.source.KeyDigest}.
 *
 * @param bucket the digits that name a key's bucket; never NULL for a key
 * @param number the digits after them as a number that can be summed exactly
 */
record DigestSql(String bucket, String number) {
    /** The condition that a key is in some buckets. */
    String inside(Set<String> buckets) {
        return new TreeSet<>(buckets)
                .stream().map(Quoting::literal).collect(Collectors.joining(", ", bucket + " IN (", ")"));
    }
}
