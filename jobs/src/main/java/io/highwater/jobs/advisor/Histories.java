package io.highwater.jobs.advisor;

import io.highwater.common.error.UserException;
import io.highwater.common.history.TableCommit;
import io.highwater.common.history.TableLog;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.target.Stamp;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How jobs went, from the runs that the state knows and the commits that they made. */
final class Histories {
    private static final Logger LOG = LoggerFactory.getLogger(Histories.class);
    /** So many runs of each job are looked at. */
    static final int RUNS = 10;
    /** Of so many of them the commits too. */
    private static final int COMMITS = 5;

    private final Map<String, List<RunRecord>> runs;
    private final Function<String, TableLog> logs;

    private Histories(Map<String, List<RunRecord>> runs, Function<String, TableLog> logs) {
        this.runs = runs;
        this.logs = logs;
    }

    /**
     * @param runs in any order
     * @param logs opens the log of a table by its directory
     */
    static Histories of(Collection<RunRecord> runs, Function<String, TableLog> logs) {
        Map<String, List<RunRecord>> byJob = new HashMap<>();
        runs.stream()
                .filter(run -> run.status() == RunStatus.SUCCESS)
                .sorted(Comparator.comparing(RunRecord::startedAt).reversed())
                .collect(Collectors.groupingBy(RunRecord::job))
                .forEach((job, all) -> byJob.put(job, all.subList(0, Math.min(RUNS, all.size()))));
        return new Histories(byJob, logs);
    }

    /** The runs of a job alone. */
    LoadHistory of(String job) {
        return new LoadHistory(runs.getOrDefault(job, List.of()).stream()
                .map(run -> Load.of(run, Optional.empty(), 0))
                .toList());
    }

    /** The same, with what the newest of them did to the table's files. */
    LoadHistory withCommitsOf(String job) {
        List<RunRecord> known = runs.getOrDefault(job, List.of());
        return new LoadHistory(IntStream.range(0, known.size())
                .mapToObj(place ->
                        place < COMMITS ? withCommit(known.get(place)) : Load.of(known.get(place), Optional.empty(), 0))
                .toList());
    }

    private Load withCommit(RunRecord run) {
        OptionalLong version = run.targetVersion();
        if (version.isEmpty()) {
            return Load.of(run, Optional.empty(), 0);
        }
        Optional<TableCommit> commit = commit(run.target(), version.getAsLong()).filter(found -> isBy(run, found));
        return Load.of(run, commit, commit.map(Histories::deleted).orElse(0L));
    }

    /** A table that is gone, or whose log cannot be read, says nothing of how it was loaded. */
    private Optional<TableCommit> commit(String target, long version) {
        try {
            return logs.apply(target).at(version);
        } catch (UserException | NumberFormatException unreadable) {
            LOG.warn("The log of {} cannot be read: {}", target, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isBy(RunRecord run, TableCommit commit) {
        return stamp(commit).filter(stamp -> stamp.run().equals(run.run())).isPresent();
    }

    private static long deleted(TableCommit commit) {
        return stamp(commit)
                .map(stamp -> stamp.number(Stamp.DELETED))
                .filter(OptionalLong::isPresent)
                .orElseGet(() -> commit.counted("numTargetRowsDeleted"))
                .orElse(0);
    }

    private static Optional<Stamp> stamp(TableCommit commit) {
        return commit.userMetadata().flatMap(Stamp::parse);
    }
}
