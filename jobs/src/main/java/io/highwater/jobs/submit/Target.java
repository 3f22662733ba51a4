package io.highwater.jobs.submit;

import io.highwater.common.spark.Build;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a job can be sent. */
enum Target {
    SPARK_SUBMIT(new SparkSubmit(), "", Reach.ANY_PATH, Build.SPARK_4_2, Delta.THERE),
    KUBERNETES(new Kubernetes(), "local:///opt/highwater/", Reach.WHOLE_PATH, Build.SPARK_4_2, Delta.THERE),
    EMR(Emr.COMMAND_LINE, Target.S3, Reach.URI, Build.SPARK_3_5, Delta.THERE),
    EMR_API(Emr.API, Target.S3, Reach.URI, Build.SPARK_3_5, Delta.THERE),
    EMR_SERVERLESS(new EmrServerless(), Target.S3, Reach.URI, Build.SPARK_3_5, Delta.BROUGHT),
    DATAPROC(new Dataproc(), Target.GS, Reach.URI, Build.SPARK_4_1, Delta.BROUGHT),
    DATAPROC_TEMPLATE(new DataprocTemplate(), Target.GS, Reach.URI, Build.SPARK_4_1, Delta.BROUGHT),
    DATAPROC_SERVERLESS(new DataprocServerless(), Target.GS, Reach.URI, Build.SPARK_4_0, Delta.BROUGHT),
    DATABRICKS(
            new Databricks(), "/Volumes/" + Blank.VOLUME.text() + "/", Reach.WHOLE_PATH, Build.SPARK_4_0, Delta.THERE),
    AIRFLOW(Airflow.SPARK_SUBMIT, "/opt/highwater/", Reach.WHOLE_PATH, Build.SPARK_4_2, Delta.BROUGHT),
    AIRFLOW_EMR(Airflow.EMR, Target.S3, Reach.URI, Build.SPARK_3_5, Delta.THERE),
    AIRFLOW_EMR_SERVERLESS(Airflow.EMR_SERVERLESS, Target.S3, Reach.URI, Build.SPARK_3_5, Delta.BROUGHT),
    AIRFLOW_DATAPROC(Airflow.DATAPROC, Target.GS, Reach.URI, Build.SPARK_4_1, Delta.BROUGHT);

    private static final String S3 = "s3://<bucket>/";
    private static final String GS = "gs://<bucket>/";

    private final Platform platform;
    private final String home;
    private final Reach reach;
    private final Build build;
    private final Delta delta;

    Target(Platform platform, String home, Reach reach, Build build, Delta delta) {
        this.platform = platform;
        this.home = home;
        this.reach = reach;
        this.build = build;
        this.delta = delta;
    }

    /** Where the Delta comes from that the jar needs. */
    private enum Delta {
        /** Switched on with the cluster, in its image, or among what its Spark is set to load. */
        THERE,
        /** With the job: the platform has none, or an older one. */
        BROUGHT
    }

    /** Which files the driver can read there. */
    private enum Reach {
        ANY_PATH(path -> true),
        WHOLE_PATH(path -> path.startsWith("/") || hasScheme(path)),
        URI(path -> hasScheme(path) && !path.startsWith("file:"));

        private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

        private final Predicate<String> test;

        Reach(Predicate<String> test) {
            this.test = test;
        }

        private static boolean hasScheme(String path) {
            return SCHEME.matcher(path).matches();
        }
    }

    /** The one that the command line calls so. */
    static Optional<Target> named(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst();
    }

    /** What the command line calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is pasted there. */
    Platform platform() {
        return platform;
    }

    /** The one for the Spark that is there. */
    Build build() {
        return build;
    }

    /** Where the program is if nobody says so. */
    String jar() {
        return home + build.jar();
    }

    /** The directory of the jar, where a configuration of which nobody has said where it is has its place. */
    String directory() {
        return home.replace("local://", "");
    }

    /**
     * What Spark is to fetch: with Delta where there is none, and the user brings none.
     *
     * @param given the user's Maven coordinates
     * @param program the jar that is run
     */
    List<String> packages(List<String> given, String program) {
        if (delta == Delta.THERE || given.stream().anyMatch(each -> each.startsWith("io.delta:"))) {
            return given;
        }
        Build used = Arrays.stream(Build.values())
                .filter(each -> program.endsWith("/" + each.jar()))
                .findFirst()
                .orElse(build);
        return Stream.concat(Stream.of(used.delta()), given.stream()).toList();
    }

    /** Whether a driver that runs there can read a file of this name. */
    boolean reaches(String path) {
        return reach.test.test(path);
    }
}
