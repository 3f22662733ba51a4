package io.highwater.common.source;

import java.util.List;
import java.util.OptionalLong;

/**
 * How a source will be read.
 *
 * @param source what is read, in words, without credentials
 * @param splits the parts read in parallel, at least one; together they hold every row exactly once
 * @param estimatedRows what the source believes it holds, where it knows
 * @param consistency whether the splits see one state of the source
 * @param notes what a careful reader should know about this read, a sentence each
 */
public record ReadPlan(
        String source, List<Split> splits, OptionalLong estimatedRows, Consistency consistency, List<String> notes) {
    public ReadPlan {
        splits = List.copyOf(splits);
        notes = List.copyOf(notes);
    }

    /**
     * One part of a parallel read.
     *
     * @param predicate the condition in the source's own SQL, or a description where the source has none
     * @param estimatedRows rows the split is believed to hold, where known
     */
    public record Split(String predicate, OptionalLong estimatedRows) {}

    /**
     * Whether all splits see the same state of the source.
     *
     * @param oneSnapshot true if so
     * @param how by which means, or why not, as a sentence fragment
     */
    public record Consistency(boolean oneSnapshot, String how) {
        public static Consistency oneSnapshot(String how) {
            return new Consistency(true, how);
        }

        public static Consistency notOneSnapshot(String why) {
            return new Consistency(false, why);
        }
    }
}
