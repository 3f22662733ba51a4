package io.highwater.jobs.refresh;

import io.highwater.common.source.Reading;
import java.util.List;

/**
 * Where the rows of one refresh come from.
 *
 * @param reading the rows
 * @param waived guards that a person has overruled for these rows
 */
record RefreshSource(Reading reading, List<String> waived) {
    RefreshSource {
        waived = List.copyOf(waived);
    }

    static RefreshSource of(Reading reading) {
        return new RefreshSource(reading, List.of());
    }
}
