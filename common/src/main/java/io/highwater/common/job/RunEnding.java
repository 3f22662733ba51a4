package io.highwater.common.job;

import io.highwater.common.error.ExitCode;
import io.highwater.common.state.Lease;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a run came to.
 *
 * @param lease the lease it held
 * @param outcomes how its units ended, those that did
 * @param at when it was over
 */
record RunEnding(Lease lease, List<Outcome> outcomes, Instant at) {
    RunRecord succeeded() {
        Optional<String> warnings = outcomes.stream()
                .filter(Outcome.Upkeep.class::isInstance)
                .flatMap(outcome -> ((Outcome.Upkeep) outcome).warning().stream())
                .reduce((one, other) -> one + " " + other);
        return record(RunStatus.SUCCESS, ExitCode.OK, warnings);
    }

    RunRecord failed(ExitCode code, Throwable failure) {
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        return record(RunStatus.FAILED, code, Optional.of(message));
    }

    /** @param settled what was found out about earlier runs */
    RunReport report(List<RunRecord> settled) {
        List<String> recovered = settled.stream()
                .map(earlier -> "run " + earlier.run() + ": " + earlier.status()
                        + earlier.message().map(message -> ", " + message).orElse(""))
                .toList();
        return new RunReport(
                lease.job(),
                lease.run(),
                lease.pattern(),
                lease.target(),
                outcomes,
                recovered,
                lease.since(),
                Duration.between(lease.since(), at));
    }

    private RunRecord record(RunStatus status, ExitCode code, Optional<String> message) {
        return new RunRecord(
                lease.job(),
                lease.run(),
                lease.generation(),
                lease.pattern(),
                status,
                lease.since(),
                at,
                OptionalLong.of(code.code()),
                sum(Outcome::rowsRead),
                sum(Outcome::rowsWritten),
                sum(Outcome::rowsQuarantined),
                sum(Outcome::bytesWritten),
                lease.target(),
                version(),
                message);
    }

    private OptionalLong sum(ToLongFunction<Outcome> rows) {
        return OptionalLong.of(outcomes.stream().mapToLong(rows).sum());
    }

    private OptionalLong version() {
        return outcomes.stream()
                .filter(Outcome.Committed.class::isInstance)
                .mapToLong(outcome -> ((Outcome.Committed) outcome).version())
                .max();
    }
}
