package io.highwater.jobs.pipeline;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.SourceSettings;
import io.highwater.common.source.catalog.Catalog;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.catalog.TablePattern;
import io.highwater.common.source.jdbc.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that stands for one of each table that it names by patterns: {@code tables = "public.*"}. In {@code target.path}
 * or {@code target.table} the table's name stands for {@code {table}} and its schema for {@code {schema}}; the primary key is the
 * key if none is given.
 *
 * @param step the step's configuration
 */
record TableSteps(Section step) {
    /** Whether a step is one of these. */
    static boolean isMeantBy(Section step) {
        return step.has("tables");
    }

    /** A configuration for each table, by the names of the steps; what is wrong becomes a problem of the configuration. */
    Map<String, Section> byName() {
        TablePattern wanted = new TablePattern(step.texts("tables"), step.optionalTexts("except"));
        Section target = step.section("target");
        String address = target.has("table") ? "table" : "path";
        String written = target.text(address);
        if (!written.contains("{table}")) {
            target.problem(address, "expected {table} in it, because the step stands for many tables");
            return Map.of();
        }
        Map<String, Section> steps = new LinkedHashMap<>();
        for (TableFacts table : tables()) {
            if (wanted.matches(table)) {
                String name = JobIdentity.nameOf(table.name());
                String free = steps.containsKey(name) ? JobIdentity.nameOf(table.qualified()) : name;
                steps.put(free, of(table, address, target));
            }
        }
        if (steps.isEmpty()) {
            step.problem("tables", "no table is called so; expected names such as public.orders, with * for anything");
        }
        return steps;
    }

    private Section of(TableFacts table, String address, Section target) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("source.table", table.quoted());
        own.put(
                "target." + address,
                target.text(address)
                        .replace("{table}", table.name())
                        .replace("{schema}", table.schema().orElse("")));
        if (target.optionalTexts("key").isEmpty() && !table.key().isEmpty()) {
            own.put("target.key", table.key());
        }
        return step.with(own);
    }

    private List<TableFacts> tables() {
        try (Database database = Database.open(SourceSettings.database(step.section("source")))) {
            return new ArrayList<>(Catalog.of(database).facts(List.of()).tables());
        } catch (UserException failure) {
            if (failure.exitCode() == ExitCode.UNAVAILABLE) {
                throw failure;
            }
            step.problem("tables", "the database cannot be asked for its tables: " + failure.getMessage());
            return List.of();
        }
    }
}
