package io.highwater.jobs.cli;

import io.highwater.common.storage.QuickLocalFileSystem;
import io.highwater.common.storage.S3Defaults;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's configuration as Spark will have it, for what is done before there is a session. */
final class HadoopSettings {
    private static final String PREFIX = "spark.hadoop.";
    private static final String LOG_STORES = "spark.delta.logStore.";

    private HadoopSettings() {}

    /** What Hadoop's own files say, and what they leave to be set for S3. They are read and taken apart once. */
    private static final class Files {
        static final Configuration HADOOP = new Configuration();
        static final Map<String, String> MISSING = Map.copyOf(S3Defaults.missingIn(HADOOP));
    }

    /** What Hadoop's files leave to be set, in Hadoop's names. */
    static Map<String, String> missing() {
        return Files.MISSING;
    }

    /** With what {@code spark-submit} was given, which it hands on as system properties. */
    static Configuration of(Properties system) {
        Configuration hadoop = new Configuration(Files.HADOOP);
        Files.MISSING.forEach(hadoop::set);
        Map<String, String> submitted = new TreeMap<>();
        system.stringPropertyNames().forEach(name -> submitted.put(name, system.getProperty(name)));
        take(submitted, hadoop);
        // Hadoop keeps the first one that is asked for, so it must be Spark's. Executors elsewhere would not find the
        // class.
        if (Sessions.isLocal(system.getProperty("spark.master"))) {
            hadoop.setIfUnset(QuickLocalFileSystem.SETTING, QuickLocalFileSystem.class.getName());
        }
        return hadoop;
    }

    /** With the configuration's own Spark settings on top. */
    static Configuration with(Configuration hadoop, Map<String, String> spark) {
        Configuration more = new Configuration(hadoop);
        take(spark, more);
        return more;
    }

    /** Log stores too: the state is written without Spark, and by the same ones. */
    private static void take(Map<String, String> spark, Configuration hadoop) {
        spark.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                hadoop.set(name.substring(PREFIX.length()), value);
            } else if (name.startsWith(LOG_STORES)) {
                hadoop.set("io.delta.kernel." + name.substring("spark.delta.".length()), value);
            }
        });
    }
}
