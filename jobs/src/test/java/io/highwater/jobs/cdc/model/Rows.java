package io.highwater.jobs.cdc.model;

import java.util.HashMap;
import java.util.Map;

/** Rows with a name and a city, for cases computed by hand. */
final class Rows {
    private Rows() {}

    static Map<String, Object> row(String name, String city) {
        Map<String, Object> row = new HashMap<>();
        row.put("name", name);
        row.put("city", city);
        return row;
    }

    static Map<String, Object> name(String name) {
        return Map.of("name", name);
    }
}
