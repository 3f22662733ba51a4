package io.highwater.jobs.advisor;

import io.highwater.common.error.UserException;
import io.highwater.common.history.TableLog;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.state.RunRecord;
import io.highwater.jobs.cli.Invocation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How loads went so far, where there were any.
 *
 * @param known the runs that are known
 * @param logs opens the log of a table by its directory
 * @param gaps what could not be read, a sentence each
 */
record Experience(List<RunRecord> known, Function<String, TableLog> logs, List<String> gaps) {
    /** What the state has of the newest runs. A state that cannot be read leaves advice without it. */
    static Experience of(Invocation<?> invocation, String statePath, int tables) {
        Function<String, TableLog> logs = table -> new TableLog(invocation.hadoop(), table);
        try {
            return new Experience(
                    invocation.states().runs(statePath).latestRuns(Histories.RUNS * tables), logs, List.of());
        } catch (UserException unreadable) {
            return new Experience(List.of(), logs, List.of("how loads went so far: " + unreadable.getMessage()));
        }
    }

    /** Advice for each table: by the rules, and by what its job has shown. */
    List<Advice> advice(Rules rules, List<TableFacts> tables, StepNames names) {
        Histories histories = Histories.of(known, logs);
        Lessons lessons = new Lessons(rules);
        return tables.stream()
                .map(table -> learnt(lessons, rules.advice(table), histories, names.of(table)))
                .toList();
    }

    /** How many runs of these jobs are known. */
    long runs(StepNames names) {
        Set<String> jobs = Set.copyOf(names.byTable().values());
        return known.stream().filter(run -> jobs.contains(run.job())).count();
    }

    private static Advice learnt(Lessons lessons, Advice advice, Histories histories, String job) {
        LoadHistory history = switch (advice.pattern()) {
            case INCREMENTAL -> histories.withCommitsOf(job);
            case FULL_REFRESH, CDC_MERGE, BACKFILL -> histories.of(job);
        };
        return lessons.learnt(advice, history);
    }
}
