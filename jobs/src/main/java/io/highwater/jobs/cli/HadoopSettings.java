package io.highwater.jobs.cli;

import io.highwater.common.storage.QuickLocalFileSystem;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's configuration as Spark will have it, for what is done before there is a session. */
final class HadoopSettings {
    private static final String PREFIX = "spark.hadoop.";

    private HadoopSettings() {}

    /** With what {@code spark-submit} was given, which it hands on as system properties. */
    static Configuration of(Properties system) {
        Configuration hadoop = new Configuration();
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> hadoop.set(name.substring(PREFIX.length()), system.getProperty(name)));
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
        spark.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                more.set(name.substring(PREFIX.length()), value);
            }
        });
        return more;
    }
}
