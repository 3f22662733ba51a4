package io.highwater.common.testing;

import io.highwater.common.storage.QuickLocalFileSystem;
import io.highwater.common.storage.S3Defaults;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** One local Spark session with Delta for all tests of a JVM. */
public final class TestSpark {
    private TestSpark() {}

    /** The session, started on first use; the JVM's end stops it. */
    public static SparkSession session() {
        return Holder.SESSION;
    }

    /** A session for many small queries, each of other code: what Spark would do to make one of them quick takes longer. */
    public static SparkSession sessionForTinyData() {
        SparkSession session = session().newSession();
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        session.conf().set("spark.sql.codegen.wholeStage", "false");
        session.conf().set("spark.sql.adaptive.enabled", "false");
        session.conf().set("spark.sql.shuffle.partitions", "1");
        return session;
    }

    private static final class Holder {
        static final SparkSession SESSION = forS3(SparkSession.builder())
                .master("local[2]")
                .appName("highwater-tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.artifact.isolation.enabled", "false")
                .config("spark.sql.dataFrameQueryContext.enabled", "false")
                .config("spark.hadoop." + QuickLocalFileSystem.SETTING, QuickLocalFileSystem.class.getName())
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
                .getOrCreate();

        private static SparkSession.Builder forS3(SparkSession.Builder builder) {
            S3Defaults.missingIn(new Configuration())
                    .forEach((name, value) -> builder.config("spark.hadoop." + name, value));
            S3Defaults.spark().forEach(builder::config);
            return builder;
        }
    }
}
