package io.highwater.jobs.cdc.model;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a random feed is like.
 *
 * @param keys how many keys there are; few make many collisions
 * @param events how many events, exactly
 * @param longestNote how many characters the big notes have
 * @param percents how often each trait occurs; one that is left out does not
 */
public record Shape(int keys, int events, int longestNote, PairRows pairRows, Map<Trait, Integer> percents) {
    /** The first four are shares of the steps, the rest of which are upserts; together at most 100. */
    public enum Trait {
        DELETE,
        TRUNCATE,
        /** A key is deleted and upserted at one sequence. */
        SAME_POSITION,
        /** One key is deleted and another upserted at one sequence. */
        KEY_CHANGE,
        /** The share of the upserts that go to a deleted key, while there is one. */
        REINSERT,
        /** The chance of a note to be unavailable; of another column it is a quarter of that. */
        UNAVAILABLE,
        /** The chance of an upsert to come in two events of one sequence, which lack different columns. */
        COMPLETED,
        /** The chance of a column to be null. */
        NULL
    }

    /** How complete an upsert is that shares its sequence with a delete of its key or with a truncate. */
    public enum PairRows {
        /** Every column is there and none is null. */
        WITHOUT_NULLS,
        COMPLETE,
        /** As any other upsert. The rules leave open what an unavailable column falls back to. */
        PARTIAL
    }

    public Shape {
        Map<Trait, Integer> all = new EnumMap<>(Trait.class);
        all.putAll(percents);
        percents = all;
    }

    /** Few keys, and everything that can happen to them. */
    public static Shape lively() {
        return new Shape(4, 40, 5_000, PairRows.COMPLETE, Map.of())
                .with(Trait.DELETE, 15)
                .with(Trait.TRUNCATE, 3)
                .with(Trait.SAME_POSITION, 8)
                .with(Trait.KEY_CHANGE, 8)
                .with(Trait.REINSERT, 30)
                .with(Trait.UNAVAILABLE, 40)
                .with(Trait.COMPLETED, 20)
                .with(Trait.NULL, 10);
    }

    /** As lively, without what {@link PlainSql} does not know: truncates and unavailable columns. */
    public static Shape plain() {
        return lively().with(Trait.TRUNCATE, 0).with(Trait.UNAVAILABLE, 0);
    }

    public Shape with(Trait trait, int percent) {
        Map<Trait, Integer> changed = new EnumMap<>(Trait.class);
        changed.putAll(percents);
        changed.put(trait, percent);
        return new Shape(keys, events, longestNote, pairRows, changed);
    }

    public Shape with(PairRows rows) {
        return new Shape(keys, events, longestNote, rows, percents);
    }

    public Shape sized(int ofKeys, int ofEvents) {
        return new Shape(ofKeys, ofEvents, longestNote, pairRows, percents);
    }

    public Shape withNotesUpTo(int characters) {
        return new Shape(keys, events, characters, pairRows, percents);
    }

    int percent(Trait trait) {
        return percents.getOrDefault(trait, 0);
    }
}
