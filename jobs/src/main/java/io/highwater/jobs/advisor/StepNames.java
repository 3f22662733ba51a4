package io.highwater.jobs.advisor;

import io.highwater.common.job.JobIdentity;
import io.highwater.common.source.catalog.TableFacts;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the steps are called that load tables: by the table, where that is a name that a job can have and no other step has.
 *
 * @param byTable the names, by the tables' exact names
 */
record StepNames(Map<String, String> byTable) {
    /**
     * Names for the steps of a pipeline.
     *
     * @param pipeline what it is called itself
     */
    static StepNames of(String pipeline, Collection<TableFacts> tables) {
        Map<String, Long> alike =
                tables.stream().collect(Collectors.groupingBy(StepNames::plain, Collectors.counting()));
        Set<String> taken = new HashSet<>(Set.of(pipeline));
        Map<String, String> names = new LinkedHashMap<>();
        for (TableFacts table : List.copyOf(tables)) {
            names.put(table.quoted(), free(alike.get(plain(table)) > 1 ? table.qualified() : table.name(), taken));
        }
        return new StepNames(names);
    }

    /** The name of a table's step, and job. */
    String of(TableFacts table) {
        return byTable.get(table.quoted());
    }

    private static String plain(TableFacts table) {
        return table.name().toLowerCase(Locale.ROOT);
    }

    private static String free(String name, Set<String> taken) {
        String base = JobIdentity.nameOf(name);
        String free = base;
        for (int number = 2; !taken.add(free); number++) {
            free = base + "-" + number;
        }
        return free;
    }
}
