package io.highwater.common.storage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** What Delta on S3 needs, each as weak as Hadoop's own default: whatever anybody sets is stronger. */
public final class S3Defaults {
    /** The schemes under which S3 is known. */
    public static final List<String> SCHEMES = List.of("s3a", "s3");

    /**
     * A store that cannot be reached is given up after seconds: Hadoop's client tries again whatever Amazon's in it has tried
     * again already, each several times, and that takes minutes. A store that asks for patience gets minutes all the same;
     * Hadoop would wait for days. What reads objects is the older of Hadoop's streams: the newer one, which is its default from
     * 3.5 on, ends with a failure where the connection ends in the midst of an answer. Files that are created are not looked
     * for first: those of a table have names that nobody else has, and commits are conditional.
     */
    private static final Map<String, String> HADOOP = Map.of(
            "fs.s3a.attempts.maximum", "3",
            "fs.s3a.retry.limit", "3",
            "fs.s3a.retry.throttle.limit", "10",
            "fs.s3a.input.stream.type", "classic",
            "fs.s3a.create.performance", "true");

    private static final String HADOOPS_OWN = "core-default.xml";

    private S3Defaults() {}

    /** What Spark is to be told: the log store of each scheme, and how files appear whole. */
    public static Map<String, String> spark() {
        Map<String, String> spark = new TreeMap<>(Map.of(S3CheckpointFiles.SETTING, S3CheckpointFiles.class.getName()));
        SCHEMES.forEach(
                scheme -> spark.put("spark.delta.logStore." + scheme + ".impl", ConditionalLogStore.class.getName()));
        return spark;
    }

    /** What is to be set because nobody has, in Hadoop's names. */
    public static Map<String, String> missingIn(Configuration hadoop) {
        Map<String, String> missing = new TreeMap<>(HADOOP);
        missing.keySet().removeIf(name -> isSet(hadoop, name));
        return missing;
    }

    private static boolean isSet(Configuration hadoop, String name) {
        String[] sources = hadoop.getPropertySources(name);
        return sources != null && !List.of(sources).equals(List.of(HADOOPS_OWN));
    }
}
