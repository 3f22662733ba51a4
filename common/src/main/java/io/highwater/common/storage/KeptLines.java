package io.highwater.common.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Lines that can be had once, kept as they come so that they can be had again. */
final class KeptLines implements Iterable<String> {
    private final Iterator<String> coming;
    private final List<String> kept = new ArrayList<>();

    KeptLines(Iterator<String> coming) {
        this.coming = coming;
    }

    @Override
    public Iterator<String> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < kept.size() || coming.hasNext();
            }

            @Override
            public String next() {
                if (next == kept.size()) {
                    kept.add(coming.next());
                }
                return kept.get(next++);
            }
        };
    }
}
