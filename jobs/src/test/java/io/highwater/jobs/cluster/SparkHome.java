package io.highwater.jobs.cluster;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Spark as it is installed on clusters: the jars that Spark itself brings, and {@code spark-submit}. The jars are those that
 * the build has fetched.
 */
record SparkHome(Path directory) {
    /** The version of Scala that this Spark was built with. */
    static final String SCALA = scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", "");

    /** What the build has beside Spark, and a cluster has not. */
    private static final String NOT_SPARKS = "{delta-*,unitycatalog-*,spark-avro*,spark-sql-kafka*,"
            + "spark-token-provider*,kafka-clients*,commons-pool2*,hadoop-aws*,aws-java-sdk-*,analyticsaccelerator*,wildfly*,h2-*,"
            + "log4j-layout-template-json-2.20.*,postgresql-*,mariadb-*,httpclient-*,httpcore-*,reactive-streams*,eventstream-*,*-AWS}";

    /** What the documentation tells a user of PostgreSQL to add. */
    private static final String NEEDED =
            "{delta-spark_*,delta-storage-*,delta-kernel-api-*,delta-kernel-defaults-*,postgresql-*}";

    /** What it tells one with tables on S3 to add. */
    private static final String S3 =
            "{hadoop-aws*,aws-java-sdk-*,analyticsaccelerator*,httpclient-*,httpcore-*,reactive-streams*,"
                    + "eventstream-*,wildfly*,*-AWS}";

    private static final String SUBMIT = """
            #!/usr/bin/env bash
            # What Spark's own script does: its launcher says how the program is started, word by word.
            export SPARK_HOME=%s
            mapfile -d '' -t words < <("${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -cp "$SPARK_HOME/jars/*" \\
              org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
            exec "${words[1]#$'\\n'}" "${words[@]:2}"
            """;

    /**
     * Installs it.
     *
     * @param lib where the jars are
     * @param directory where it will be
     */
    static SparkHome installed(Path lib, Path directory) throws IOException {
        SparkHome home = new SparkHome(directory);
        Files.createDirectories(home.jars());
        Files.createDirectories(directory.resolve("bin"));
        Files.createDirectories(directory.resolve("conf"));
        List<Path> all = in(lib);
        List<Path> others = matching(all, NOT_SPARKS);
        for (Path jar : all) {
            if (!others.contains(jar)) {
                Files.createSymbolicLink(home.jars().resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        Path submit = Files.writeString(directory.resolve("bin/spark-submit"), String.format(SUBMIT, directory));
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    Path jars() {
        return directory.resolve("jars");
    }

    /** The same, with Delta among Spark's own jars, as some platforms and images have it. */
    SparkHome withDelta(Path lib) throws IOException {
        for (Path jar : matching(in(lib), "delta-*")) {
            Files.createSymbolicLink(jars().resolve(jar.getFileName()), jar.toAbsolutePath());
        }
        return this;
    }

    /** The same with more parts of Spark; what it has already stays as it is. */
    SparkHome with(Path more) throws IOException {
        List<String> there = in(jars()).stream().map(SparkHome::artifact).toList();
        for (Path jar : in(more)) {
            if (!there.contains(artifact(jar))) {
                Files.createSymbolicLink(jars().resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        return this;
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*$", "");
    }

    /** The jars that a job needs beside Spark and its own, with commas between them. */
    static String needed(Path lib) throws IOException {
        return joined(matching(in(lib), NEEDED));
    }

    /** The jars that one needs whose tables are on S3. */
    static String neededOnS3(Path lib) throws IOException {
        return needed(lib) + "," + joined(matching(in(lib), S3));
    }

    private static String joined(List<Path> jars) {
        return jars.stream().map(jar -> jar.toAbsolutePath().toString()).collect(Collectors.joining(","));
    }

    private static List<Path> in(Path lib) throws IOException {
        try (Stream<Path> all = Files.list(lib)) {
            return all.sorted().toList();
        }
    }

    /** Those of some names; AWS stands for the version that all parts of its SDK have. */
    private static List<Path> matching(List<Path> jars, String names) {
        String aws = jars.stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith("sdk-core-"))
                .map(name -> name.substring("sdk-core-".length()))
                .findFirst()
                .orElse("none");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + names.replace("*-AWS", "*-" + aws));
        return jars.stream().filter(jar -> matcher.matches(jar.getFileName())).toList();
    }
}
