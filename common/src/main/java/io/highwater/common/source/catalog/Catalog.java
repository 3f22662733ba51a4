package io.highwater.common.source.catalog;

import io.highwater.common.source.jdbc.Database;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** Reads what is known of tables: from catalogs, logs and names, for all tables together, without reading rows. */
public interface Catalog {
    /** Of a table whose size is not known at most so many rows are counted. */
    int MOST_COUNTED = 100_001;

    /**
     * Everything about the tables of some schemas.
     *
     * @param schemas none for all that are not the database's own
     */
    DatabaseFacts facts(List<String> schemas);

    /** One for Delta tables, directly below a directory, or that directory itself. */
    static Catalog ofDelta(SparkSession spark, String path) {
        return new DeltaCatalog(spark, path);
    }

    /** One for tables that are directories of files. */
    static Catalog ofFiles(SparkSession spark, FileTables tables) {
        return new FileCatalog(spark, tables);
    }

    /** The one that knows the database. */
    static Catalog of(Database database) {
        if (database.isA("postgresql")) {
            return new PostgresCatalog(database);
        }
        return database.isA("mysql") || database.isA("mariadb")
                ? new MySqlCatalog(database)
                : new StandardCatalog(database);
    }

    /** Counts rows, but no more than {@link #MOST_COUNTED}. */
    static OptionalLong counted(Database database, String from, String limit) {
        return OptionalLong.of(database.rows(
                        "SELECT count(*) FROM (SELECT 1 AS one FROM " + from + " " + limit + ") counted",
                        row -> row.getLong(1))
                .get(0));
    }
}
