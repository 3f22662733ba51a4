package io.highwater.common.job;

import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.highwater.common.state.StateStore;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings the state in line with what the stamps in the data say, before a run does anything of its own. */
final class Reconciliation {
    private final StateStore store;
    private final List<DeltaTarget> targets;
    private final Instant now;

    Reconciliation(StateStore store, List<DeltaTarget> targets, Instant now) {
        this.store = store;
        this.targets = targets;
        this.now = now;
    }

    /**
     * @param lease the lease to go on with
     * @param settled what was found out about earlier runs
     */
    record Result(Lease lease, List<RunRecord> settled) {}

    /** A commit and where it was found. */
    private record Found(StampedCommit commit, DeltaTarget target) {}

    Result of(Lease lease) {
        Optional<Long> stamped = targets.stream()
                .flatMap(target -> target.generationOf(lease.job()).stream())
                .max(Long::compare);
        if (stamped.filter(generation -> generation >= lease.generation()).isPresent()) {
            return rebuilt(lease, stamped.get());
        }
        if (lease.unsettled().isEmpty()) {
            return new Result(lease, List.of());
        }
        List<Found> commits = commits(lease.job());
        List<RunRecord> settled =
                lease.unsettled().stream().map(dead -> settled(dead, commits)).toList();
        store.settle(lease, settled);
        return new Result(lease, settled);
    }

    /** The data is ahead of the state: the state was lost. What the log still tells becomes the state again. */
    private Result rebuilt(Lease lease, long stamped) {
        Lease raised = store.raise(lease, stamped);
        List<RunRecord> records = new ArrayList<>();
        commits(lease.job()).stream()
                .filter(found -> !found.commit().isUpkeep())
                .forEach(found -> records.add(success(found)));
        store.settle(raised, records);
        return new Result(raised, records);
    }

    /** Newest first. */
    private List<Found> commits(String job) {
        return targets.stream()
                .flatMap(target -> target.commitsOf(job).stream().map(commit -> new Found(commit, target)))
                .sorted(Comparator.comparingLong(
                                (Found found) -> found.commit().stamp().generation())
                        .reversed())
                .toList();
    }

    private RunRecord settled(Lease dead, List<Found> commits) {
        List<Found> own = commits.stream()
                .filter(found -> found.commit().stamp().run().equals(dead.run()))
                .toList();
        return own.stream()
                .filter(found -> !found.commit().isUpkeep())
                .findFirst()
                .or(() -> own.stream().findFirst())
                .map(found -> committed(dead, found))
                .orElseGet(() -> failed(dead));
    }

    /** A run that died after its last commit had done its work; before that it had done a part. */
    private RunRecord committed(Lease dead, Found found) {
        StampedCommit last = found.commit();
        return last.stamp().facts().containsKey(Stamp.MORE)
                ? failed(
                        dead,
                        OptionalLong.of(last.version()),
                        "What it had committed by then, up to version " + last.version() + ", stays.")
                : success(found);
    }

    private static RunRecord success(Found found) {
        StampedCommit commit = found.commit();
        Stamp stamp = commit.stamp();
        return new RunRecord(
                stamp.job(),
                stamp.run(),
                stamp.generation(),
                stamp.operation(),
                RunStatus.SUCCESS,
                commit.at(),
                commit.at(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                commit.isUpkeep() ? OptionalLong.empty() : stamp.number(Stamp.ROWS),
                commit.isUpkeep() ? OptionalLong.empty() : stamp.number(Stamp.QUARANTINED),
                OptionalLong.empty(),
                found.target().address().toString(),
                OptionalLong.of(commit.version()),
                Optional.of("Recorded from the stamp in the data."));
    }

    private RunRecord failed(Lease dead) {
        return failed(dead, OptionalLong.empty(), "It committed nothing.");
    }

    private RunRecord failed(Lease dead, OptionalLong version, String committed) {
        return new RunRecord(
                dead.job(),
                dead.run(),
                dead.generation(),
                dead.pattern(),
                RunStatus.FAILED,
                dead.since(),
                now,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                dead.target(),
                version,
                Optional.of("Interrupted: the process ended without a word ("
                        + dead.holder().describe() + "). " + committed));
    }
}
