package io.highwater.jobs.soak;

import io.highwater.common.testing.TestPostgres;
import io.highwater.jobs.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The soak for as long as one likes: {@code DIRECTORY SECONDS SEED guarded|unguarded}. Ends with 0 if all is well. */
public final class SoakMain {
    private static final String UNGUARDED = "overlap = 0 seconds, late-commits.wait-for = off";

    private SoakMain() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "soak");
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
        int seed = Integer.parseInt(arguments[2]);
        boolean guarded = arguments[3].equals("guarded");
        TestPostgres database = TestPostgres.server();
        database.execute("CREATE SCHEMA soak");
        try (Soak soak = new Soak(database, "soak.orders", directory, guarded ? "overlap = 0 seconds" : UNGUARDED)) {
            soak.startWriters(seed);
            Random random = new Random(seed);
            int kills = 0;
            while (System.nanoTime() < end) {
                soak.runAndKill(random);
                kills++;
                System.out.printf(
                        "%d kills, %d runs ended, %,d transactions%n",
                        kills, soak.exitCodes().size(), soak.transactions());
            }
            soak.runAndStop(1);
            soak.endWriters();
            report(soak, kills, soak.lake().run("incremental"));
            Verdict verdict = soak.verdict();
            System.out.printf(
                    "%s: %,d rows in the source, %,d missing in the lake, %,d extra there%n",
                    arguments[3], verdict.rows(), verdict.missing(), verdict.extra());
            boolean same = verdict.missing() == 0 && verdict.extra() == 0;
            System.exit(same == guarded ? 0 : 1);
        }
    }

    private static void report(Soak soak, int kills, CommandLineRun last) throws Exception {
        Map<String, Integer> codes = new TreeMap<>();
        List<String> ended = soak.exitCodes();
        ended.forEach(code -> codes.merge(code, 1, Integer::sum));
        System.out.printf(
                "%,d transactions of overlapping writers, %d runs ended %s (exit code = how often), %d killed, the last one"
                        + " ended with %d%n",
                soak.transactions(), ended.size(), codes, kills, last.code());
    }
}
