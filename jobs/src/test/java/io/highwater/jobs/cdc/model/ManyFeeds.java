package io.highwater.jobs.cdc.model;

import io.highwater.jobs.cdc.model.Deliveries.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Feeds of many seeds in one, so that a table is asked about all of them at a time. Each has keys of its own. Truncations
 * concern the keys of all: those of feeds with large sequences would leave next to nothing, so that such a feed has them only if
 * it is the first; of the others every second one has.
 */
public final class ManyFeeds {
    /** So that most of the feeds that may have truncations do have some. */
    private static final int OFTEN = 15;

    private ManyFeeds() {}

    /** All events of all feeds. */
    public static List<Event> of(long first, int seeds, Shape shape) {
        return LongStream.range(first, first + seeds)
                .boxed()
                .flatMap(seed -> feed(seed, first, shape).stream())
                .toList();
    }

    /** All ways in which they can arrive, those of the single feeds side by side. */
    public static List<Delivery> deliveries(long first, int seeds, Shape shape) {
        List<Delivery> all = new ArrayList<>();
        for (long seed = first; seed < first + seeds; seed++) {
            List<Delivery> deliveries = Deliveries.all(feed(seed, first, shape), seed);
            for (int i = 0; i < deliveries.size(); i++) {
                if (all.size() == i) {
                    all.add(new Delivery(deliveries.get(i).name(), new ArrayList<>()));
                }
                add(all.get(i).batches(), deliveries.get(i).batches());
            }
        }
        return all;
    }

    private static void add(List<List<Event>> all, List<List<Event>> batches) {
        for (int i = 0; i < batches.size(); i++) {
            if (all.size() == i) {
                all.add(new ArrayList<>());
            }
            all.get(i).addAll(batches.get(i));
        }
    }

    private static List<Event> feed(long seed, long first, Shape shape) {
        boolean truncates = seed == first || (seed - first) % 2 == 0 && !Feeds.isBeyondDoubles(seed, shape);
        Shape own = shape.with(Shape.Trait.TRUNCATE, truncates ? OFTEN : 0);
        return Feeds.random(seed, own).stream()
                .map(event -> event.key() == null
                        ? event
                        : new Event(
                                seed + "/" + event.key(),
                                event.op(),
                                event.sequence(),
                                event.row(),
                                event.unavailable()))
                .toList();
    }
}
