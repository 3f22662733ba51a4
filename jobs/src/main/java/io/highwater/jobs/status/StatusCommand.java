package io.highwater.jobs.status;

import io.highwater.common.config.Section;
import io.highwater.common.report.BackfillReport;
import io.highwater.common.report.StatusReport;
import io.highwater.common.state.IntervalLedger;
import io.highwater.common.state.Lease;
import io.highwater.common.state.StateStore;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what the state knows. Starts no Spark. */
@Command(name = "status", description = "Shows what the state knows of a job, or of all jobs below a state path.")
public final class StatusCommand extends JobCommand<StatusSettings> {
    private static final int RUNS_SHOWN = 10;

    @Option(names = "--json", description = "Prints JSON, with every run.")
    private boolean json;

    public StatusCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected StatusSettings settings(Section root, States states) {
        return StatusSettings.from(root);
    }

    @Override
    protected int run(Invocation<StatusSettings> invocation) {
        StatusSettings settings = invocation.settings();
        StateStore state = invocation.states().runs(settings.statePath());
        Instant now = invocation.surroundings().clock().instant();
        List<Lease> leases = state.leases();
        StatusReport report = StatusReport.of(
                leases,
                invocation.states().watermarks(settings.statePath()).all(),
                backfills(invocation, leases),
                state.runs());
        StatusReport wanted = settings.job().map(report::ofJob).orElse(report);
        if (json) {
            invocation.surroundings().out().println(wanted.json(now));
        } else {
            wanted.lines(RUNS_SHOWN, now).forEach(invocation.surroundings().out()::println);
        }
        return 0;
    }

    private static List<BackfillReport> backfills(Invocation<StatusSettings> invocation, List<Lease> leases) {
        StatusSettings settings = invocation.settings();
        List<BackfillReport> backfills = new ArrayList<>();
        leases.stream()
                .map(Lease::job)
                .filter(job -> settings.job().isEmpty() || settings.job().get().equals(job))
                .forEach(job -> {
                    List<IntervalLedger.Entry> entries = invocation
                            .states()
                            .intervals(settings.statePath(), job)
                            .entries();
                    if (!entries.isEmpty()) {
                        backfills.add(BackfillReport.of(job, entries));
                    }
                });
        return backfills;
    }
}
