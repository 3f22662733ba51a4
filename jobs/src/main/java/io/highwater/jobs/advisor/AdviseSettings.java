package io.highwater.jobs.advisor;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.catalog.TablePattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What advice is asked about.
 *
 * @param origin where it is
 * @param schemas the schemas of interest; none for all that are the users'
 * @param tables the tables of interest
 * @param keys keys of tables by their names, where the user knows better
 * @param small tables with fewer rows are small
 * @param name what the pipeline that is written will be known by
 * @param lake below which its tables will be
 * @param statePath where its state will be
 */
record AdviseSettings(
        Origin origin,
        List<String> schemas,
        TablePattern tables,
        Map<String, List<String>> keys,
        long small,
        String name,
        String lake,
        String statePath) {
    AdviseSettings {
        schemas = List.copyOf(schemas);
        keys = Map.copyOf(keys);
    }

    static AdviseSettings from(Section root) {
        Section advise = root.section("advise");
        String lake = advise.text("lake").replaceFirst("(?<=[^/])/+$", "");
        return new AdviseSettings(
                Origin.from(root.section("source")),
                advise.optionalTexts("schemas"),
                new TablePattern(advise.texts("tables"), advise.optionalTexts("except")),
                keys(advise.textMap("keys")),
                advise.longInteger("small-rows", 0, Long.MAX_VALUE),
                advise.value("name", JobIdentity.JOB_NAME),
                lake,
                root.section("state").optionalText("path").orElse(lake + "/_highwater"));
    }

    /** A table, with the key that the user knows. */
    TableFacts keyed(TableFacts table) {
        List<String> key = keys.getOrDefault(table.qualified(), keys.getOrDefault(table.name(), table.key()));
        for (String column : key) {
            if (table.columns().stream().noneMatch(known -> known.name().equals(column))) {
                throw new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot give advice on " + table.qualified() + ": it has no column " + column
                                + ", which its key has"
                                + " by highwater.advise.keys. There are "
                                + String.join(
                                        ", ",
                                        table.columns().stream()
                                                .map(ColumnFacts::name)
                                                .toList())
                                + ".");
            }
        }
        return table.keyedBy(key);
    }

    private static Map<String, List<String>> keys(Map<String, String> texts) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        texts.forEach(
                (table, columns) -> keys.put(table, List.of(columns.strip().split("\\s*,\\s*"))));
        return keys;
    }
}
