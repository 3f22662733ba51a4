package io.highwater.jobs.bench;

import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import io.highwater.jobs.refresh.FullRefreshCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** {@code full-refresh} of the orders, with a key and a row check, as a user would run it. */
final class RefreshCommandRun {
    private final OrdersTable orders;
    private final Path configuration;

    RefreshCommandRun(OrdersTable orders, Path directory) throws IOException {
        this.orders = orders;
        this.configuration = directory.resolve("orders.conf");
        Files.writeString(
                configuration,
                String.format(
                        """
                highwater {
                  job = orders, state.path = "%1$s/state"
                  source {
                    type = jdbc, url = "%2$s", user = "%3$s", password = "env:DB_PASSWORD", table = "%4$s"
                  }
                  target { path = "%1$s/refreshed", key = [%5$s] }
                  checks = [{ name = positive_total, where = "total >= 0", on-fail = quarantine }]
                }
                """,
                        directory,
                        orders.database().url(),
                        orders.database().user(),
                        OrdersTable.NAME,
                        OrdersTable.KEY));
    }

    /** Runs it once; anything but success ends the benchmark. */
    Phases run() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        Phases phases = new Phases();
        Map<String, String> environment =
                Map.of("DB_PASSWORD", orders.database().password());
        Surroundings surroundings = new Surroundings(stream, stream, environment, Clock.systemUTC(), phases);
        int code = JobMain.execute(new FullRefreshCommand(), surroundings, "--conf-file", configuration.toString());
        if (code != 0) {
            throw new IllegalStateException("Exit code " + code + ": " + said.toString(StandardCharsets.UTF_8));
        }
        return phases;
    }
}
