package io.highwater.jobs.cdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Snapshots of a table of orders: what they hold, and what a table that follows them must hold, found without any of the code
 * that follows them.
 */
final class SnapshotFolder {
    static final String SCHEMA = "id BIGINT, note STRING, total DECIMAL(12,2)";

    /** A row of the table. */
    record Order(String note, String total) {}

    /** A row that must be there: its content, the day that decided about it, whether it is deleted. */
    record Kept(Order order, LocalDate since, boolean deleted) {}

    /** How many keys one snapshot brings, changes and lacks. */
    record Change(long inserted, long updated, long deleted) {}

    private final Path root;
    private final Map<Long, Kept> kept = new TreeMap<>();

    SnapshotFolder(Path root) {
        this.root = root;
    }

    /** Some orders, others than before by a few. */
    static Map<Long, Order> shaken(Map<Long, Order> orders, Random random) {
        Map<Long, Order> next = new TreeMap<>();
        orders.forEach((id, order) -> {
            int fate = random.nextInt(10);
            if (fate == 1) {
                next.put(id, new Order(random.nextBoolean() ? null : "note " + random.nextInt(100), order.total()));
            } else if (fate != 0) {
                next.put(id, order);
            }
        });
        for (int i = 0; i < 5; i++) {
            next.put((long) random.nextInt(60), new Order("new " + i, random.nextInt(1000) + ".50"));
        }
        return next;
    }

    /** Writes a snapshot and notes what it does to a table. */
    Change snapshot(LocalDate day, Map<Long, Order> orders) throws IOException {
        write("day=" + day, orders);
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        for (Map.Entry<Long, Order> order : orders.entrySet()) {
            Kept was = kept.get(order.getKey());
            if (was == null || was.deleted() || !was.order().equals(order.getValue())) {
                kept.put(order.getKey(), new Kept(order.getValue(), day, false));
                inserted += was == null ? 1 : 0;
                updated += was == null ? 0 : 1;
            }
        }
        for (Map.Entry<Long, Kept> row : kept.entrySet()) {
            if (!row.getValue().deleted() && !orders.containsKey(row.getKey())) {
                row.setValue(new Kept(row.getValue().order(), day, true));
                deleted++;
            }
        }
        return new Change(inserted, updated, deleted);
    }

    /** Writes a directory with one file. */
    void write(String name, Map<Long, Order> orders) throws IOException {
        List<String> lines = new ArrayList<>();
        orders.forEach(
                (id, order) -> lines.add(id + "," + (order.note() == null ? "" : order.note()) + "," + order.total()));
        lines(name, lines);
    }

    void lines(String name, List<String> lines) throws IOException {
        Files.createDirectories(root.resolve(name));
        Files.write(root.resolve(name).resolve("part.csv"), lines);
    }

    /** The rows that a table must hold, those that are deleted among them, one a line: id|note|total|since|deleted. */
    List<String> rows() {
        return kept.entrySet().stream()
                .map(row -> String.join(
                        "|",
                        row.getKey().toString(),
                        String.valueOf(row.getValue().order().note()),
                        row.getValue().order().total(),
                        row.getValue().since().toString(),
                        Boolean.toString(row.getValue().deleted())))
                .toList();
    }
}
