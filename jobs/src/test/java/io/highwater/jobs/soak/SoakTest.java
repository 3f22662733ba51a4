package io.highwater.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Seconds of what {@code scripts/bench/soak} does for minutes. */
class SoakTest {
    private static final TestPostgres SHOP = TestPostgres.server();
    private static final int SEED = 20;
    /** In the build; {@code -Dhighwater.test.kills} says how often otherwise. */
    private static final int KILLS = Integer.getInteger("highwater.test.kills", 1);

    @TempDir
    Path directory;

    @BeforeEach
    void schema() {
        SHOP.execute("DROP SCHEMA IF EXISTS soak CASCADE", "CREATE SCHEMA soak");
    }

    @Test
    void nothingIsLostOrDoubledWhileWritersOverlapAndTheLoadIsKilled() throws Exception {
        try (Soak soak = new Soak(SHOP, "soak.orders", directory, "overlap = 0 seconds")) {
            soak.startWriters(SEED);
            Random random = new Random(SEED);
            for (int kill = 0; kill < KILLS; kill++) {
                soak.runAndKill(random);
            }
            soak.runAndStop(2);
            soak.endWriters();
            CommandLineRun last = soak.lake().run("incremental");

            assertThat(last.code()).as(last.err()).isZero();
            assertThat(soak.exitCodes()).as(soak.output()).containsOnly("0");
            Verdict verdict = soak.verdict();
            assertThat(verdict.rows()).isGreaterThan(100);
            assertThat(verdict.missing()).isZero();
            assertThat(verdict.extra()).isZero();
        }
    }

    /** That the soak can fail at all: {@code -Dhighwater.test.soak=unguarded}. */
    @Test
    @EnabledIfSystemProperty(named = "highwater.test.soak", matches = "unguarded")
    void sameWritersWithoutGuardAndOverlapLoseRows() throws Exception {
        String unguarded = "overlap = 0 seconds, late-commits.wait-for = off";
        try (Soak soak = new Soak(SHOP, "soak.unguarded", directory, unguarded)) {
            soak.startWriters(SEED);
            for (int run = 0; run < 4; run++) {
                assertThat(soak.lake().run("incremental").code()).isZero();
            }
            soak.endWriters();
            assertThat(soak.lake().run("incremental").code()).isZero();

            assertThat(soak.verdict().missing()).isPositive();
        }
    }
}
