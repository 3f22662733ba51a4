package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.source.DeltaSource;
import io.highwater.common.source.FileFormat;
import io.highwater.common.source.FileSource;
import io.highwater.common.source.Source;
import io.highwater.common.source.jdbc.JdbcSettings;
import io.highwater.common.source.jdbc.JdbcSource;
import io.highwater.common.source.jdbc.Login;
import io.highwater.common.source.jdbc.OutOfRange;
import io.highwater.common.source.jdbc.Relation;
import io.highwater.common.source.jdbc.Splitting;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the block {@code source} of a job that reads rows. */
public final class SourceSettings {
    private static final int MOST_SPLITS = 1000;
    private static final int MOST_ROWS_FETCHED = 1_000_000;

    private SourceSettings() {}

    /** The kinds of source. */
    private enum Type {
        JDBC,
        FILES,
        DELTA
    }

    /** Reads the block; what is wrong with it becomes a problem of the configuration. */
    public static Source from(Section source) {
        return switch (source.choice("type", Type.class)) {
            case JDBC -> new JdbcSource(jdbc(source));
            case FILES ->
                new FileSource(
                        source.text("path"),
                        source.choice("format", FileFormat.class),
                        source.optionalText("schema"),
                        source.textMap("options"));
            case DELTA -> new DeltaSource(source.text("path"));
        };
    }

    /** Reads where a database is, of a block that need not say what to read there. */
    public static JdbcSettings database(Section source) {
        if (source.optionalChoice("type", Type.class)
                .filter(type -> type != Type.JDBC)
                .isPresent()) {
            source.problem("type", "expected jdbc: a database is needed here");
        }
        return jdbc(source, new Relation.Catalog());
    }

    private static JdbcSettings jdbc(Section source) {
        return jdbc(source, relation(source));
    }

    private static JdbcSettings jdbc(Section source, Relation relation) {
        return new JdbcSettings(
                source.text("url"),
                new Login(source.optionalText("user"), source.secret("password")),
                relation,
                splitting(source),
                source.integer("fetch-size", 1, MOST_ROWS_FETCHED),
                source.textMap("properties"),
                source.textMap("columns"),
                source.choice("out-of-range", OutOfRange.class));
    }

    private static Relation relation(Section source) {
        if (source.has("table") && source.has("query")) {
            source.problem("query", "table is given too; expected one of the two");
        }
        if (source.has("query")) {
            return new Relation.Query(source.text("query"));
        }
        return new Relation.Table(source.text("table"));
    }

    private static Splitting splitting(Section source) {
        Optional<String> word = source.optionalText("splits").filter("auto"::equals);
        OptionalInt number =
                word.isPresent() ? OptionalInt.empty() : OptionalInt.of(source.integer("splits", 1, MOST_SPLITS));
        return new Splitting(number, source.optionalText("split-column"), source.integer("max-splits", 1, MOST_SPLITS));
    }
}
