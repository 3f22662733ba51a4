package io.highwater.jobs.advisor;

import com.typesafe.config.ConfigUtil;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.jdbc.JdbcSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Advice as a configuration of a pipeline that runs as it is. */
record PipelineFile(AdviseSettings settings, List<Advice> advice) {
    /** The file's text. */
    String text() {
        Map<String, Long> names = advice.stream()
                .collect(Collectors.groupingBy(
                        each -> each.table().name().toLowerCase(Locale.ROOT), Collectors.counting()));
        Function<TableFacts, String> named =
                table -> names.get(table.name().toLowerCase(Locale.ROOT)) > 1 ? table.qualified() : table.name();
        Set<String> taken = new HashSet<>(Set.of(settings.name()));
        StringBuilder text = new StringBuilder();
        text.append("# Written by highwater advise; yours to change from here on.\n#\n")
                .append("#   scripts/highwater pipeline --conf-file ")
                .append(AdviseCommand.FILE)
                .append(" --dry-run\n\n")
                .append("highwater {\n  state.path = ")
                .append(quoted(settings.statePath()))
                .append("\n\n")
                .append(source(settings.database()))
                .append("\n  pipeline {\n    name = ")
                .append(quoted(settings.name()))
                .append("\n    parallelism = 4\n\n    steps {\n");
        advice.forEach(each -> text.append(step(each, free(named.apply(each.table()), taken))));
        return text.append("    }\n  }\n}\n").toString();
    }

    private static String source(JdbcSettings database) {
        StringBuilder source = new StringBuilder("  source {\n    type = jdbc\n    url = ")
                .append(quoted(database.url()))
                .append('\n');
        database.login()
                .user()
                .ifPresent(user ->
                        source.append("    user = ").append(quoted(user)).append('\n'));
        database.login()
                .password()
                .ifPresent(password -> source.append("    password = ")
                        .append(quoted(password.reference()))
                        .append('\n'));
        new TreeMap<>(database.properties())
                .forEach((name, value) -> source.append("    properties.")
                        .append(quoted(name))
                        .append(" = ")
                        .append(quoted(value))
                        .append('\n'));
        return source.append("  }\n").toString();
    }

    private String step(Advice advice, String name) {
        StringBuilder step = new StringBuilder(comment(advice.why()));
        advice.warnings().forEach(warning -> step.append(comment("Note: " + warning)));
        step.append("      ")
                .append(quoted(name))
                .append(" {\n        pattern = ")
                .append(advice.pattern().word());
        step.append("\n        source.table = ").append(quoted(advice.table().quoted()));
        step.append("\n        target { path = ").append(quoted(settings.lake() + "/" + name));
        if (!advice.table().key().isEmpty()) {
            step.append(", key = [")
                    .append(advice.table().key().stream()
                            .map(PipelineFile::quoted)
                            .collect(Collectors.joining(", ")))
                    .append(']');
        }
        step.append(" }\n");
        advice.cursor().ifPresent(cursor -> {
            step.append("        incremental { column = ").append(quoted(cursor.name()));
            if (!cursor.isComplete()) {
                step.append(", on-null = include");
            }
            if (advice.deletes() == Advice.Deletes.KEY_COMPARE) {
                step.append(", delete-detection = key-compare");
            }
            step.append(" }\n");
        });
        return step.append("      }\n").toString();
    }

    /** A name that a job may have, and no other step has. */
    private static String free(String name, Set<String> taken) {
        String base = JobIdentity.nameOf(name);
        String free = base;
        for (int number = 2; !taken.add(free); number++) {
            free = base + "-" + number;
        }
        return free;
    }

    /** One line, whatever is in the names that it tells of. */
    private static String comment(String text) {
        return "      # " + text.replaceAll("\\R", " ") + "\n";
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
