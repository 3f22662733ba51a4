package io.highwater.jobs.pipeline;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.StepRecord;
import io.highwater.common.state.StepStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run came to as a whole. */
record Ending(PipelinePlan plan, List<StepRecord> records) {
    /**
     * A run is as good as all of its steps.
     *
     * @throws UserException if one failed, or was skipped although it is enabled
     */
    void throwUnlessAllSucceeded() {
        List<StepRecord> lacking = records.stream()
                .filter(record -> record.status() != StepStatus.SUCCESS)
                .filter(record -> plan.settings().step(record.step()).enabled())
                .toList();
        if (lacking.isEmpty()) {
            return;
        }
        long failed = count(StepStatus.FAILED);
        String names = records.stream()
                .filter(record -> record.status() == StepStatus.FAILED)
                .map(StepRecord::step)
                .collect(Collectors.joining(", "));
        throw new UserException(
                code(),
                "Pipeline " + plan.settings().identity().name() + " did not do all it should: "
                        + count(StepStatus.SUCCESS) + " of " + records.size() + " steps succeeded, " + failed
                        + " failed"
                        + (failed == 0 ? "" : " (" + names + ")") + ", " + count(StepStatus.SKIPPED)
                        + " were skipped. What succeeded stays; when the cause is mended, --resume does the rest.");
    }

    /** A defect is never hidden; where nothing at all was done, the failures' common code says most. */
    private ExitCode code() {
        Set<Integer> codes = records.stream()
                .filter(record -> record.exitCode().isPresent())
                .map(record -> Math.toIntExact(record.exitCode().getAsLong()))
                .collect(Collectors.toSet());
        if (codes.contains(ExitCode.BUG.code())) {
            return ExitCode.BUG;
        }
        boolean nothing = count(StepStatus.SUCCESS) == 0 && codes.size() == 1;
        return nothing ? ExitCode.of(codes.iterator().next()) : ExitCode.PARTIAL;
    }

    private long count(StepStatus status) {
        return records.stream().filter(record -> record.status() == status).count();
    }
}
