package io.highwater.jobs.cdc.model;

import io.highwater.jobs.cdc.model.Shape.PairRows;
import io.highwater.jobs.cdc.model.Shape.Trait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Feeds as a source with few keys would write them, and as only a hostile one would: keys are deleted twice or before
 * they were ever there, and a column may be unavailable in the first event of its key. Different keys share sequences.
 */
public final class Feeds {
    /** STRING, DECIMAL(38,10), TIMESTAMP, BIGINT, STRING: String, BigDecimal, Instant in microseconds, Long, String. */
    public static final List<String> COLUMNS = List.of("name", "amount", "happened", "count", "note");

    private static final List<String> PECULIAR_KEYS = List.of("a", "A", "a ", "日本", "q'\"\\", "😀");
    private static final long BEYOND_DOUBLES = 1L << 60;

    private final Random random;
    private final Shape shape;
    private final Values values;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Map<String, Object>> current = new LinkedHashMap<>();
    private final Set<String> deleted = new LinkedHashSet<>();
    private final Set<String> takenHere = new HashSet<>();
    private long position;
    private boolean truncatedHere;

    private Feeds(long seed, Shape shape) {
        this.random = new Random(seed);
        this.shape = shape;
        this.values = new Values(random, shape.longestNote());
        this.position = random.nextBoolean() ? 0 : BEYOND_DOUBLES;
    }

    /** The same feed for the same seed and shape, in the order of the source. */
    public static List<Event> random(long seed, Shape shape) {
        Feeds feed = new Feeds(seed, shape);
        while (feed.events.size() < shape.events()) {
            feed.step();
        }
        return List.copyOf(feed.events);
    }

    /** Whether a feed's sequences are too large for DOUBLE. */
    static boolean isBeyondDoubles(long seed, Shape shape) {
        return new Feeds(seed, shape).position >= BEYOND_DOUBLES;
    }

    private void step() {
        int draw = random.nextInt(100);
        boolean roomForTwo = shape.events() - events.size() > 1;
        int deletes = shape.percent(Trait.DELETE);
        int truncates = deletes + shape.percent(Trait.TRUNCATE);
        int same = truncates + shape.percent(Trait.SAME_POSITION);
        int changes = same + shape.percent(Trait.KEY_CHANGE);
        if (draw < deletes) {
            deleteAlone(anyKey());
        } else if (draw < truncates) {
            truncate();
        } else if (draw < same && roomForTwo) {
            replace(anyKey());
        } else if (draw < changes && roomForTwo && shape.keys() > 1) {
            changeKey();
        } else {
            upsertAlone(keyToUpsert());
        }
    }

    private void deleteAlone(String key) {
        moveOn(key);
        delete(key);
    }

    private void upsertAlone(String key) {
        moveOn(key);
        upsert(key, truncatedHere ? shape.pairRows() : PairRows.PARTIAL);
    }

    private void truncate() {
        advance();
        truncatedHere = true;
        deleted.addAll(current.keySet());
        events.add(Event.truncate(position));
    }

    private void replace(String key) {
        moveOn(key);
        delete(key);
        upsert(key, shape.pairRows());
    }

    private void changeKey() {
        String from = anyKey();
        String to = anyKey();
        while (to.equals(from)) {
            to = anyKey();
        }
        moveOn(from, to);
        delete(from);
        upsert(to, truncatedHere ? shape.pairRows() : PairRows.PARTIAL);
    }

    private void delete(String key) {
        events.add(Event.delete(key, position));
        deleted.add(key);
        takenHere.add(key);
    }

    private void upsert(String key, PairRows completeness) {
        Map<String, Object> row = changed(key, completeness == PairRows.WITHOUT_NULLS);
        Set<String> unavailable = completeness == PairRows.PARTIAL ? drawUnavailable() : Set.of();
        current.put(key, row);
        deleted.remove(key);
        takenHere.add(key);
        events.add(partial(key, row, unavailable));
        if (completeness == PairRows.PARTIAL
                && events.size() < shape.events()
                && happens(shape.percent(Trait.COMPLETED))) {
            Set<String> other = drawUnavailable();
            if (!other.equals(unavailable)) {
                events.add(partial(key, row, other));
            }
        }
    }

    private Event partial(String key, Map<String, Object> row, Set<String> unavailable) {
        Map<String, Object> available = new LinkedHashMap<>(row);
        available.keySet().removeAll(unavailable);
        return Event.upsert(key, position, available, unavailable);
    }

    /** Most columns keep their value, so that some upserts change nothing. */
    private Map<String, Object> changed(String key, boolean withoutNulls) {
        Map<String, Object> before = current.getOrDefault(key, Map.of());
        Map<String, Object> row = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            boolean keep = before.containsKey(column) && random.nextInt(100) < 70;
            Object value = keep ? before.get(column) : drawValue(column);
            row.put(column, value == null && withoutNulls ? values.draw(column) : value);
        }
        return row;
    }

    private Object drawValue(String column) {
        return happens(shape.percent(Trait.NULL)) ? null : values.draw(column);
    }

    private Set<String> drawUnavailable() {
        return COLUMNS.stream().filter(this::isUnavailable).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isUnavailable(String column) {
        int percent = shape.percent(Trait.UNAVAILABLE);
        return happens(column.equals("note") ? percent : percent / 4);
    }

    private boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    private String keyToUpsert() {
        if (!deleted.isEmpty() && happens(shape.percent(Trait.REINSERT))) {
            return new ArrayList<>(deleted).get(random.nextInt(deleted.size()));
        }
        String key = anyKey();
        for (int tries = 0; deleted.contains(key) && tries < shape.keys(); tries++) {
            key = anyKey();
        }
        return key;
    }

    private String anyKey() {
        int number = random.nextInt(shape.keys());
        return number < PECULIAR_KEYS.size() ? PECULIAR_KEYS.get(number) : "key-" + number;
    }

    /** To a later position, or to none if the keys had nothing at this one. */
    private void moveOn(String... keys) {
        boolean stays = !events.isEmpty() && happens(25);
        for (String key : keys) {
            stays &= !takenHere.contains(key);
        }
        if (!stays) {
            advance();
        }
    }

    private void advance() {
        position += 1 + random.nextInt(3);
        takenHere.clear();
        truncatedHere = false;
    }
}
