package io.highwater.jobs.submit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Where a job can be sent. */
enum Target {
    SPARK_SUBMIT(new SparkSubmit(), "highwater.jar", Reach.ANY_PATH),
    KUBERNETES(new Kubernetes(), "local:///opt/highwater/highwater.jar", Reach.WHOLE_PATH),
    EMR(Emr.COMMAND_LINE, Target.S3, Reach.URI),
    EMR_API(Emr.API, Target.S3, Reach.URI),
    EMR_SERVERLESS(new EmrServerless(), Target.S3, Reach.URI),
    DATAPROC(new Dataproc(), Target.GS, Reach.URI),
    DATAPROC_TEMPLATE(new DataprocTemplate(), Target.GS, Reach.URI),
    DATAPROC_SERVERLESS(new DataprocServerless(), Target.GS, Reach.URI),
    DATABRICKS(new Databricks(), "/Volumes/" + Blank.VOLUME.text() + "/highwater.jar", Reach.WHOLE_PATH),
    AIRFLOW(Airflow.SPARK_SUBMIT, "/opt/highwater/highwater.jar", Reach.WHOLE_PATH),
    AIRFLOW_EMR(Airflow.EMR, Target.S3, Reach.URI),
    AIRFLOW_EMR_SERVERLESS(Airflow.EMR_SERVERLESS, Target.S3, Reach.URI),
    AIRFLOW_DATAPROC(Airflow.DATAPROC, Target.GS, Reach.URI);

    private static final String S3 = "s3://<bucket>/highwater.jar";
    private static final String GS = "gs://<bucket>/highwater.jar";

    private final Platform platform;
    private final String jar;
    private final Reach reach;

    Target(Platform platform, String jar, Reach reach) {
        this.platform = platform;
        this.jar = jar;
        this.reach = reach;
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

    /** Where the program is if nobody says so. */
    String jar() {
        return jar;
    }

    /** The directory of the jar, where a configuration of which nobody has said where it is has its place. */
    String directory() {
        return jar.substring(0, jar.lastIndexOf('/') + 1).replace("local://", "");
    }

    /** Whether a driver that runs there can read a file of this name. */
    boolean reaches(String path) {
        return reach.test.test(path);
    }
}
