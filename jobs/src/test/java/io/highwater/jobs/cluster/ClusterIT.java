package io.highwater.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar on a cluster of Spark's own, as users submit it, once it is packaged. Every pattern by itself, S3, and processes that are
 * killed: {@code scripts/check-clusters}.
 */
@EnabledIfSystemProperty(
        named = "highwater.test.cluster",
        matches = "standalone",
        disabledReason = "it takes a minute or two")
class ClusterIT {
    private static final Path LIB = Path.of("target/lib").toAbsolutePath();

    @TempDir
    Path directory;

    /** Delta is among Spark's jars where the first driver runs, and among the job's where the second one does. */
    @Test
    void everyPatternRunsInClientModeAndInClusterMode() throws Exception {
        SparkHome home = SparkHome.installed(LIB, directory.resolve("spark"));
        SparkHome delta =
                SparkHome.installed(LIB, directory.resolve("spark-with-delta")).withDelta(LIB);
        Shop shop = new Shop(TestPostgres.server(), "on_a_cluster", 200);
        Trial trial = new Trial(
                Scenario.pipeline(), shop, directory, directory.resolve("lake").toString(), new Configuration());
        try (StandaloneCluster cluster = StandaloneCluster.started(home, directory.resolve("cluster"))) {
            String jars = SparkHome.needed(LIB);

            Place onTheCluster = Place.client(home, cluster, jars).inClusterMode();

            trial.firstLoadAt(Place.client(delta, cluster, jars), Process::waitFor);
            trial.nextLoadAt(onTheCluster, Process::waitFor);

            assertThat(trial.code(onTheCluster, "pipeline", "--set", "state.lease=soon"))
                    .as(trial.output())
                    .isEqualTo(1);
        }
    }
}
