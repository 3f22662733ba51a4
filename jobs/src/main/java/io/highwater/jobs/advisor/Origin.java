package io.highwater.jobs.advisor;

import io.highwater.common.config.Section;
import io.highwater.common.job.SourceSettings;
import io.highwater.common.source.FileFormat;
import io.highwater.common.source.catalog.Catalog;
import io.highwater.common.source.catalog.DatabaseFacts;
import io.highwater.common.source.catalog.FileTables;
import io.highwater.common.source.jdbc.Database;
import io.highwater.common.source.jdbc.JdbcSettings;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Where the tables are that advice is asked about. */
sealed interface Origin {
    /** What is known of them. */
    DatabaseFacts facts(List<String> schemas, Supplier<SparkSession> spark);

    /** A database. */
    record OfDatabase(JdbcSettings settings) implements Origin {
        @Override
        public DatabaseFacts facts(List<String> schemas, Supplier<SparkSession> spark) {
            try (Database database = Database.open(settings)) {
                return Catalog.of(database).facts(schemas);
            }
        }
    }

    /** A directory of Delta tables, or one of them. */
    record OfDelta(String path) implements Origin {
        @Override
        public DatabaseFacts facts(List<String> schemas, Supplier<SparkSession> spark) {
            return Catalog.ofDelta(spark.get(), path).facts(schemas);
        }
    }

    /** A directory of directories of files, or one of these. */
    record OfFiles(FileTables tables) implements Origin {
        @Override
        public DatabaseFacts facts(List<String> schemas, Supplier<SparkSession> spark) {
            return Catalog.ofFiles(spark.get(), tables).facts(schemas);
        }
    }

    /** The kinds of source; a database, if nothing else is said. */
    enum Type {
        JDBC,
        FILES,
        DELTA
    }

    /** Reads the block {@code source}. */
    static Origin from(Section source) {
        return switch (source.optionalChoice("type", Type.class).orElse(Type.JDBC)) {
            case JDBC -> new OfDatabase(SourceSettings.database(source));
            case DELTA -> new OfDelta(directory(source));
            case FILES ->
                new OfFiles(new FileTables(
                        directory(source),
                        source.optionalChoice("format", FileFormat.class),
                        source.textMap("options")));
        };
    }

    private static String directory(Section source) {
        return source.text("path").replaceFirst("(?<=[^/])/+$", "");
    }
}
