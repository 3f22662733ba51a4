package io.highwater.common.quality;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was counted while rows passed by.
 *
 * @param rows rows read
 * @param quarantined rows that fail at least one check whose failures are set aside
 * @param nullKeys rows without a value, by key column, among those not quarantined
 * @param failed rows that fail, by check
 * @param digest an order-independent digest of the content, if asked for
 */
public record Figures(
        long rows, long quarantined, Map<String, Long> nullKeys, Map<String, Long> failed, Optional<String> digest) {
    public Figures {
        nullKeys = new LinkedHashMap<>(nullKeys);
        failed = new LinkedHashMap<>(failed);
    }

    /** Rows that remain. */
    public long kept() {
        return rows - quarantined;
    }
}
