package io.highwater.jobs.cluster;

import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Every pattern, wherever it can be run on one machine: {@code DIRECTORY LIB PATTERNS [COLUMN…]}, where LIB has the jars of a Spark;
 * patterns have commas between them, or are {@code all}. Prints a table; ends with 0 if all is well.
 */
public final class ClusterCheck {
    private static final int ROWS = 20_000;
    private static final String FAILED = "failed";

    private final Path directory;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private ClusterCheck(Path directory) {
        this.directory = directory;
    }

    /** A way of running a scenario; what it says is printed. */
    private interface Column {
        String run(Scenario scenario) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        Path lib = Path.of(arguments[1]).toAbsolutePath();
        List<String> wanted = List.of(arguments).subList(3, arguments.length);
        SparkHome home = SparkHome.installed(lib, directory.resolve("spark"));
        boolean onYarn = wanted.isEmpty() || wanted.stream().anyMatch(column -> column.startsWith("yarn"));
        boolean well;
        try (StandaloneCluster cluster = StandaloneCluster.started(home, directory.resolve("cluster"));
                YarnCluster yarn = onYarn ? yarn(home, directory.resolve("yarn")) : null) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            ClusterCheck check = new ClusterCheck(directory);
            check.columns.put("local", scenario -> check.passed(scenario, Place.local()));
            check.addStandalone(home, cluster, lib);
            if (yarn != null) {
                check.addYarn(Place.client(home, yarn, SparkHome.needed(lib)), yarn);
            }
            well = check.run(
                    Scenario.all().stream()
                            .filter(each -> isWanted(each, arguments[2]))
                            .toList(),
                    wanted.isEmpty() ? List.copyOf(check.columns.keySet()) : wanted);
        }
        System.exit(well ? 0 : 1);
    }

    private static YarnCluster yarn(SparkHome home, Path directory) throws IOException {
        YarnCluster yarn =
                YarnCluster.started(home.with(directory.resolve("spark")), directory.resolve("hadoop"), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(yarn::close));
        return yarn;
    }

    private void addStandalone(SparkHome home, StandaloneCluster cluster, Path lib) throws IOException {
        Place client = Place.client(home, cluster, SparkHome.needed(lib));
        columns.put("client", scenario -> passed(scenario, client));
        columns.put("cluster", scenario -> passed(scenario, client.inClusterMode()));
        columns.put("client-codes", scenario -> codes(scenario, client));
        columns.put("cluster-codes", scenario -> codes(scenario, client.inClusterMode()));
        columns.put("s3", scenario -> onS3(scenario, Place.client(home, cluster, SparkHome.neededOnS3(lib))));
        int port = StandaloneCluster.freePort();
        Place watched = client.withPages(port);
        columns.put("executors-killed", scenario -> killed(scenario, watched, executors(cluster, Driver.at(port))));
        columns.put(
                "driver-killed",
                scenario -> killed(scenario, watched.inClusterMode().supervised(), drivers(cluster, Driver.at(port))));
    }

    private void addYarn(Place client, YarnCluster yarn) {
        Place watched = client.withPages(0);
        columns.put("yarn-client", scenario -> passed(scenario, client));
        columns.put("yarn-cluster", scenario -> passed(scenario, client.inClusterMode()));
        columns.put("yarn-executors-killed", scenario -> killed(scenario, watched, executors(yarn, yarn.job())));
        columns.put(
                "yarn-driver-killed", scenario -> killed(scenario, watched.inClusterMode(), drivers(yarn, yarn.job())));
        columns.put("yarn-client-codes", scenario -> codes(scenario, client));
        columns.put("yarn-cluster-codes", scenario -> codes(scenario, client.inClusterMode()));
    }

    private static Kills executors(Cluster cluster, Driver driver) {
        return new Kills(cluster, driver, Kills.Victim.EXECUTOR, 3, 3);
    }

    private static Kills drivers(Cluster cluster, Driver driver) {
        return new Kills(cluster, driver, Kills.Victim.DRIVER, 1, 3);
    }

    private static boolean isWanted(Scenario scenario, String patterns) {
        return patterns.equals("all") || List.of(patterns.split(",")).contains(scenario.command());
    }

    /** The exit codes where the configuration is wrong, and where the state cannot be written. */
    private String codes(Scenario scenario, Place place) throws Exception {
        Path files = Files.createTempDirectory(directory, scenario.command());
        Trial trial = new Trial(scenario, shop(), files, files.resolve("lake").toString(), new Configuration());
        trial.configure();
        return trial.code(place, scenario.command(), "--set", "state.lease=soon") + ", "
                + trial.code(place, scenario.command(), "--set", "state.path=/proc/nowhere");
    }

    private boolean run(List<Scenario> scenarios, List<String> wanted) {
        if (scenarios.isEmpty() || !columns.keySet().containsAll(wanted)) {
            throw new IllegalArgumentException("No such pattern, or not all of these columns are there: " + wanted
                    + "; there are " + columns.keySet());
        }
        boolean well = true;
        System.out.println("| pattern | " + String.join(" | ", wanted) + " |");
        System.out.println("|---|" + "---|".repeat(wanted.size()));
        for (Scenario scenario : scenarios) {
            List<String> cells = new ArrayList<>(List.of("`" + scenario.command() + "`"));
            wanted.forEach(column -> cells.add(cell(columns.get(column), scenario)));
            System.out.println("| " + String.join(" | ", cells) + " |");
            well &= !cells.contains(FAILED);
        }
        return well;
    }

    private static String cell(Column column, Scenario scenario) {
        try {
            return column.run(scenario);
        } catch (Exception | AssertionError failure) {
            failure.printStackTrace();
            return FAILED;
        }
    }

    private String passed(Scenario scenario, Place place) throws Exception {
        return passed(scenario, place, Process::waitFor);
    }

    private String killed(Scenario scenario, Place place, Kills kills) throws Exception {
        String seconds = passed(scenario, place, kills);
        if (kills.total() == 0) {
            throw new IllegalStateException("Nothing was killed while " + scenario.command() + " ran");
        }
        return kills.total() + " killed, " + seconds;
    }

    private String onS3(Scenario scenario, Place place) throws Exception {
        TestS3 s3 = TestS3.server();
        String bucket = s3.bucket();
        Configuration hadoop = new Configuration();
        s3.sparkSettings(bucket).forEach((name, value) -> hadoop.set(name.replace("spark.hadoop.", ""), value));
        Path files = Files.createTempDirectory(directory, scenario.command());
        return timed(new Trial(scenario, shop(), files, "s3a://" + bucket, hadoop), place, Process::waitFor);
    }

    private String passed(Scenario scenario, Place place, Trial.Disturbance disturbance) throws Exception {
        Path files = Files.createTempDirectory(directory, scenario.command());
        Trial trial = new Trial(scenario, shop(), files, files.resolve("lake").toString(), new Configuration());
        return timed(trial, place, disturbance);
    }

    private static Shop shop() {
        return new Shop(TestPostgres.server(), "shop", ROWS);
    }

    private static String timed(Trial trial, Place place, Trial.Disturbance disturbance) throws Exception {
        long began = System.nanoTime();
        trial.firstLoadAt(place, disturbance);
        trial.nextLoadAt(place, disturbance);
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - began) / 1e9);
    }
}
