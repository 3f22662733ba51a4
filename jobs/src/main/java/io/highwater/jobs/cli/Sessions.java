package io.highwater.jobs.cli;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.OpenPackages;
import io.highwater.common.storage.LinkingLogStore;
import io.highwater.common.storage.QuickLocalFileSystem;
import io.highwater.common.storage.S3Defaults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session a command runs in, or joins the one that is there. */
public final class Sessions {
    /** What Delta needs everywhere. */
    public static final Map<String, String> DELTA = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");

    /**
     * What Highwater needs everywhere. No session adds classes of its own, and where each could, tasks ask the
     * driver for every name that compiled code might mean.
     */
    private static final Map<String, String> NEEDED = Map.of(
            "spark.sql.artifact.isolation.enabled", "false",
            "spark.delta.logStore.file.impl", LinkingLogStore.class.getName(),
            "spark.sql.session.timeZone", "UTC");

    /**
     * What makes jobs of one machine quick; a cluster's settings are its owner's. The first word that ICU brings to lower
     * case costs seconds.
     */
    private static final Map<String, String> LOCAL = Map.of(
            "spark.hadoop." + QuickLocalFileSystem.SETTING,
            QuickLocalFileSystem.class.getName(),
            "spark.ui.enabled",
            "false",
            "spark.sql.icu.caseMappings.enabled",
            "false",
            "spark.sql.shuffle.partitions",
            "4",
            "spark.databricks.delta.snapshotPartitions",
            "1",
            "spark.sql.sources.parallelPartitionDiscovery.parallelism",
            "4",
            "spark.driver.host",
            "localhost",
            "spark.driver.bindAddress",
            "127.0.0.1");

    private static final String CATALOG = "spark.sql.catalogImplementation";

    private Sessions() {}

    /** Whether a master, which is null where nobody named one, is this machine alone. */
    static boolean isLocal(String master) {
        return master == null || master.startsWith("local");
    }

    /**
     * @param application the name clusters show
     * @param settings the user's settings, stronger than ours, weaker than what {@code spark-submit} was given
     * @throws UserException if Spark could not work in this JVM
     */
    public static SparkSession open(String application, Map<String, String> settings) {
        OpenPackages.check();
        Map<String, String> all = new LinkedHashMap<>();
        if (isLocal(System.getProperty("spark.master", settings.get("spark.master")))) {
            all.put("spark.master", "local[*]");
            all.putAll(LOCAL);
        }
        all.putAll(DELTA);
        HadoopSettings.missing().forEach((name, value) -> all.put("spark.hadoop." + name, value));
        all.putAll(S3Defaults.spark());
        all.putAll(NEEDED);
        all.put("spark.app.name", "highwater " + application);
        all.putAll(settings);
        refuseMissingHive(System.getProperty(CATALOG, all.get(CATALOG)));
        all.keySet().removeIf(name -> System.getProperty(name) != null);
        SparkSession.Builder builder = SparkSession.builder();
        all.forEach(builder::config);
        return builder.getOrCreate();
    }

    /** Spark would say it later, and in other words. */
    private static void refuseMissingHive(String catalog) {
        if ("hive".equals(catalog)
                && Sessions.class
                                .getClassLoader()
                                .getResource("org/apache/spark/sql/hive/HiveSessionStateBuilder.class")
                        == null) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot open a session with " + CATALOG
                            + " = hive: Spark's classes for Hive are not there. Add spark-hive"
                            + " of this Spark's version to the class path, or leave the setting out.");
        }
    }
}
