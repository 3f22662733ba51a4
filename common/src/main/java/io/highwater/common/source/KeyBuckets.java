package io.highwater.common.source;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keys, summed up in parts that hold about as many each. Two sets of keys with the same parts are the same, as far as 60
 * bits of a sum of digests can tell.
 *
 * @param contents what each bucket holds, by the first two hexadecimal digits of its keys' digests; empty ones are left out
 */
public record KeyBuckets(Map<String, Content> contents) {
    /** How many buckets there are. */
    public static final int COUNT = 256;

    /**
     * What a bucket holds.
     *
     * @param keys how many keys
     * @param sum of the numbers that 15 further digits of their digests stand for
     */
    public record Content(long keys, BigInteger sum) {}

    public KeyBuckets {
        contents = Map.copyOf(contents);
    }

    /** How many keys there are. */
    public long keys() {
        return contents.values().stream().mapToLong(Content::keys).sum();
    }

    /** How many keys some of the buckets hold. */
    public long keysIn(Set<String> buckets) {
        return contents.entrySet().stream()
                .filter(content -> buckets.contains(content.getKey()))
                .mapToLong(content -> content.getValue().keys())
                .sum();
    }

    /** The buckets that do not hold the same here and there. */
    public Set<String> differing(KeyBuckets other) {
        Set<String> differing = new TreeSet<>(contents.keySet());
        differing.addAll(other.contents.keySet());
        differing.removeIf(bucket -> Objects.equals(contents.get(bucket), other.contents.get(bucket)));
        return differing;
    }
}
