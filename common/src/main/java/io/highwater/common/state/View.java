package io.highwater.common.state;

import io.delta.kernel.Snapshot;
import io.delta.kernel.internal.SnapshotImpl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link StateTable} at one version. */
final class View {
    private final Snapshot snapshot;
    private Optional<Map<String, String>> notes;

    /** @param notes the notes by their names; empty to read them when they are asked for */
    View(Snapshot snapshot, Optional<Map<String, String>> notes) {
        this.snapshot = snapshot;
        this.notes = notes;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The notes by their names. */
    Map<String, String> notes() {
        if (notes.isEmpty()) {
            Map<String, String> found = new HashMap<>();
            ((SnapshotImpl) snapshot)
                    .getActiveDomainMetadataMap()
                    .forEach((name, note) -> found.put(name, note.getConfiguration()));
            notes = Optional.of(found);
        }
        return notes.get();
    }

    /** The view after a commit on top of this one. */
    View after(Snapshot next, Map<String, String> changed, Set<String> removed) {
        Map<String, String> after = new HashMap<>(notes());
        after.putAll(changed);
        after.keySet().removeAll(removed);
        return new View(next, Optional.of(after));
    }
}
