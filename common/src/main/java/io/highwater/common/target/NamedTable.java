package io.highwater.common.target;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.nio.file.Paths;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import scala.Option;

/**
 * A table of Spark's session catalog. What is done to the table is done where it lies: the catalog is asked where that is, and
 * is told of a table that was made there.
 */
final class NamedTable {
    private static final String INSTEAD = "Give target.path instead";

    private final SparkSession spark;
    private final String written;
    private final TableIdentifier name;

    private NamedTable(SparkSession spark, String written, TableIdentifier name) {
        this.spark = spark;
        this.written = written;
        this.name = name;
    }

    /** @throws UserException if the session's catalog is one that cannot be asked */
    static NamedTable of(SparkSession spark, TargetAddress.ByName address) {
        CatalogName parts = CatalogName.parsed(address.name())
                .orElseThrow(() -> new IllegalArgumentException(address.name() + " is no name of a table"));
        String implementation = spark.conf().get("spark.sql.catalog." + CatalogName.SESSION, "Spark's own");
        if (!implementation.equals(DeltaCatalog.class.getName())) {
            throw unusable(
                    address.name(),
                    "the session's catalog is " + implementation + ", which does not say where its tables are. "
                            + INSTEAD + ", for a table that is external to the catalog");
        }
        return new NamedTable(spark, address.name(), new TableIdentifier(parts.table(), database(spark, parts)));
    }

    private static Option<String> database(SparkSession spark, CatalogName name) {
        return Option.apply(name.database().orElseGet(() -> spark.catalog().currentDatabase()));
    }

    /** As SQL wants it, so that a temporary view of the same name is not meant. */
    String sql() {
        return CatalogName.SESSION + "." + name.quotedString();
    }

    /**
     * Where the table is, or where its database wants it.
     *
     * @throws UserException if there can be none, or what has the name is no Delta table
     */
    Path location() {
        return asked(() -> isKnown() ? known() : wanted());
    }

    /**
     * Makes a table that was committed at its location known to the catalog, if it is not.
     *
     * @throws UserException if that fails; it may be done again
     */
    void register(Path path) {
        try {
            if (isKnown()) {
                return;
            }
            spark.sql("CREATE TABLE IF NOT EXISTS " + sql() + " USING DELTA LOCATION '"
                    + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'");
        } catch (RuntimeException failure) {
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Table " + written + " is committed in " + path + ", but the catalog cannot be told of it: "
                            + firstLine(failure) + ". Run again when it can.",
                    failure);
        }
    }

    private SessionCatalog catalog() {
        return spark.sessionState().catalog();
    }

    private boolean isKnown() {
        return catalog().tableExists(name);
    }

    private Path known() throws AnalysisException {
        CatalogTable table = catalog().getTableMetadata(name);
        if (table.tableType().equals(CatalogTableType.VIEW())) {
            throw unusable("it is a view. Name a Delta table, or one that does not exist yet");
        }
        String format = ScalaValues.optional(table.provider()).orElse("Hive");
        if (!format.equalsIgnoreCase("delta")) {
            throw unusable("it is a " + format + " table. Name a Delta table, or one that does not exist yet");
        }
        return new Path(table.location());
    }

    private Path wanted() {
        String database = name.database().get();
        if (!catalog().databaseExists(database)) {
            throw unusable("there is no database " + database + ", but "
                    + String.join(", ", ScalaValues.list(catalog().listDatabases()))
                    + ". Name one of these, or make it first: CREATE DATABASE " + database);
        }
        Path path = new Path(catalog().defaultTablePath(name));
        refuseForgetful(path.toUri().getPath());
        return path;
    }

    /** What is in the working directory of a process, and in a catalog of its memory, is not found by the next one. */
    private void refuseForgetful(String place) {
        String implementation = spark.sparkContext().conf().get("spark.sql.catalogImplementation", "in-memory");
        if (implementation.equals("in-memory")
                && place.startsWith(
                        Paths.get("spark-warehouse").toAbsolutePath().toString())) {
            throw unusable("the session's catalog ends with it, and the table would be in " + place
                    + ". Set \"spark.sql.catalogImplementation\" = hive in highwater.spark, and say where the metastore is. "
                    + INSTEAD + " if there is none");
        }
    }

    private <T> T asked(Callable<T> question) {
        try {
            return Analysis.of(question, message -> "Cannot use target table " + written + ": " + message);
        } catch (UserException failure) {
            throw ofMetastore(failure)
                    .map(cause -> new UserException(
                            ExitCode.UNAVAILABLE,
                            "Cannot ask the metastore for target table " + written + ": "
                                    + firstLine(cause)
                                    + ". Check that it can be reached from here, and the rights; then run again.",
                            failure))
                    .orElse(failure);
        }
    }

    /** What the metastore itself, or the way to it, has failed with; that is not the configuration's fault. */
    private static Optional<Throwable> ofMetastore(UserException failure) {
        return ExceptionUtils.getThrowableList(failure).stream()
                .filter(cause -> cause.getClass().getName().startsWith("org.apache.hadoop.hive."))
                .reduce((outer, inner) -> inner);
    }

    /** The rest is the metastore's own stack trace. */
    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("[.\\s]+$", "");
    }

    private UserException unusable(String why) {
        return unusable(written, why);
    }

    private static UserException unusable(String written, String why) {
        return new UserException(ExitCode.CONFIGURATION, "Cannot use target table " + written + ": " + why + ".");
    }
}
