package io.highwater.jobs.advisor;

import com.typesafe.config.ConfigUtil;
import io.highwater.common.source.catalog.FileFacts;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.source.jdbc.JdbcSettings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sources, as a configuration has them. */
record SourceText(Origin origin) {
    /** The block that all steps share; nothing where they share nothing. */
    String shared() {
        return origin instanceof Origin.OfDatabase database ? shared(database.settings()) : "";
    }

    private static String shared(JdbcSettings database) {
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
        return source.append(options("    properties.", database.properties(), "\n"))
                .append("  }\n\n")
                .toString();
    }

    /** What a step says of its own source. */
    String of(TableFacts table) {
        return table.files().map(this::of).orElseGet(() -> "source.table = " + quoted(table.quoted()));
    }

    private String of(FileFacts files) {
        return files.format()
                .map(format -> "source { type = files, path = "
                        + quoted(files.dates().map(dates -> dates.path()).orElse(files.path()))
                        + ", format = " + format.name().toLowerCase(Locale.ROOT)
                        + options(", options.", fileOptions(), "") + " }")
                .orElseGet(() -> "source { type = delta, path = " + quoted(files.path()) + " }");
    }

    private Map<String, String> fileOptions() {
        return origin instanceof Origin.OfFiles files ? files.tables().options() : Map.of();
    }

    private static String options(String prefix, Map<String, String> options, String end) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(options)
                .forEach((name, value) -> text.append(prefix)
                        .append(quoted(name))
                        .append(" = ")
                        .append(quoted(value))
                        .append(end));
        return text.toString();
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
