package io.highwater.jobs.cdc.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Ways in which one feed can arrive. All of them must end in the same table. */
public final class Deliveries {
    /** The name is for messages of failed tests. Each batch is in order of arrival; none is empty. */
    public record Delivery(String name, List<List<Event>> batches) {}

    private Deliveries() {}

    public static List<Delivery> all(List<Event> feed, long seed) {
        return List.of(
                new Delivery("whole", whole(feed)),
                new Delivery("one by one", oneByOne(feed)),
                new Delivery("shuffled", shuffled(feed, seed)),
                new Delivery("reversed", reversed(feed, seed)),
                new Delivery("doubled", doubled(feed)),
                new Delivery("shuffled batches with repeats", shuffledBatchesWithRepeats(feed, seed)));
    }

    public static List<List<Event>> whole(List<Event> feed) {
        return List.of(feed);
    }

    public static List<List<Event>> oneByOne(List<Event> feed) {
        return feed.stream().map(List::of).toList();
    }

    /** One batch in a random order. */
    public static List<List<Event>> shuffled(List<Event> feed, long seed) {
        List<Event> events = new ArrayList<>(feed);
        Collections.shuffle(events, new Random(seed));
        return List.of(events);
    }

    /** Batches of random size, the latest events first. */
    public static List<List<Event>> reversed(List<Event> feed, long seed) {
        List<Event> events = new ArrayList<>(feed);
        Collections.reverse(events);
        return cut(events, new Random(seed));
    }

    /** The whole feed twice in one batch, and once more after it. */
    public static List<List<Event>> doubled(List<Event> feed) {
        List<Event> twice = new ArrayList<>(feed);
        twice.addAll(feed);
        return List.of(twice, feed);
    }

    /** Batches of random size of a shuffled feed, a third of the events in more than one of them. */
    public static List<List<Event>> shuffledBatchesWithRepeats(List<Event> feed, long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>(feed);
        feed.stream().filter(event -> random.nextInt(3) == 0).forEach(events::add);
        Collections.shuffle(events, random);
        return cut(events, random);
    }

    private static List<List<Event>> cut(List<Event> events, Random random) {
        List<List<Event>> batches = new ArrayList<>();
        int largest = Math.max(1, events.size() / 3);
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(largest));
            batches.add(List.copyOf(events.subList(from, to)));
            from = to;
        }
        return batches;
    }
}
