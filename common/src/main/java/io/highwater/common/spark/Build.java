package io.highwater.common.spark;

import java.util.Arrays;
import java.util.Optional;

/** The jars of this program: one for each version of Spark that it runs on. */
public enum Build {
    SPARK_4_2("4.2", "io.delta:delta-spark_2.13:4.4.0", "", "highwater.jar"),
    SPARK_4_1("4.1", "io.delta:delta-spark_4.1_2.13:4.4.0"),
    SPARK_4_0("4.0", "io.delta:delta-spark_4.0_2.13:4.4.0"),
    SPARK_3_5("3.5", "io.delta:delta-spark_2.12:3.3.3");

    private final String spark;
    private final String delta;
    private final String profile;
    private final String jar;

    Build(String spark, String delta) {
        this(spark, delta, "spark-" + spark, "highwater-spark-" + spark + ".jar");
    }

    Build(String spark, String delta, String profile, String jar) {
        this.spark = spark;
        this.delta = delta;
        this.profile = profile;
        this.jar = jar;
    }

    /**
     * The one for a version of Spark.
     *
     * @param minor its first two parts
     */
    static Optional<Build> of(String minor) {
        return Arrays.stream(values())
                .filter(build -> build.spark.equals(minor))
                .findFirst();
    }

    /** The first two parts of Spark's version. */
    public String spark() {
        return spark;
    }

    /** The Delta that it needs, as {@code spark-submit --packages} takes it. */
    public String delta() {
        return delta;
    }

    /** The profile of the project's build that makes it; empty for the default. */
    String profile() {
        return profile;
    }

    /** What the file is called. */
    public String jar() {
        return jar;
    }
}
