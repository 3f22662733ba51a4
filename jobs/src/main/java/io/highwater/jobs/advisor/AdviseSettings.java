package io.highwater.jobs.advisor;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.SourceSettings;
import io.highwater.common.source.catalog.TablePattern;
import io.highwater.common.source.jdbc.JdbcSettings;
import java.util.List;

/**
 * What advice is asked about.
 *
 * @param database where it is
 * @param schemas the schemas of interest; none for all that are the users'
 * @param tables the tables of interest
 * @param name what the pipeline that is written will be known by
 * @param lake below which its tables will be
 * @param statePath where its state will be
 */
record AdviseSettings(
        JdbcSettings database, List<String> schemas, TablePattern tables, String name, String lake, String statePath) {
    AdviseSettings {
        schemas = List.copyOf(schemas);
    }

    static AdviseSettings from(Section root) {
        Section advise = root.section("advise");
        String lake = advise.text("lake").replaceFirst("(?<=[^/])/+$", "");
        return new AdviseSettings(
                SourceSettings.database(root.section("source")),
                advise.optionalTexts("schemas"),
                new TablePattern(advise.texts("tables"), advise.optionalTexts("except")),
                advise.value("name", JobIdentity.JOB_NAME),
                lake,
                root.section("state").optionalText("path").orElse(lake + "/_highwater"));
    }
}
