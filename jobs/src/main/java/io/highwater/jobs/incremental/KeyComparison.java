package io.highwater.jobs.incremental;

import io.highwater.common.job.Outcome;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedDisposal;
import io.highwater.common.target.Stamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Deletes or marks what the source no longer has, which no cursor shows: rows of the table whose key is missing in the
 * source, in one commit. Rows with a NULL in their key stay.
 */
record KeyComparison(Loading loading, SchemaFit fit) implements Unit {
    @Override
    public Outcome run(RunContext context) {
        Optional<Watermark> watermark = loading.trail().present().watermark();
        if (watermark.isEmpty() || loading.target().live().isEmpty()) {
            return new Outcome.Unchanged(0, "there is nothing yet whose key could be gone", List.of());
        }
        StagedDisposal disposal = StagedDisposal.begin(
                loading.target(), loading.key(), loading.settings().softDelete(), context.now());
        Watermark compared = watermark.get().comparedAt(Optional.of(context.now()));
        try (GoneKeys gone = new GoneKeys(KeyColumns.of(fit, loading.key()), disposal.keys())) {
            GoneKeys.Result found = gone.find(loading.changes().keys(loading.key()));
            if (found.gone() == 0) {
                return nothingGone(context, compared, found);
            }
            judge(found, disposal);
            return deleted(context, compared, found, disposal, gone);
        }
    }

    private Outcome deleted(
            RunContext context, Watermark compared, GoneKeys.Result found, StagedDisposal disposal, GoneKeys gone) {
        long rows = disposal.dispose(gone.keys());
        context.reached(Step.STAGED);
        context.checkLease();
        Map<String, String> facts = new LinkedHashMap<>(WatermarkTrail.facts(compared));
        facts.put("source", loading.changes().describe());
        facts.put(Stamp.DELETED, Long.toString(rows));
        OptionalLong version = disposal.publish(context.stamp(facts));
        if (version.isEmpty()) {
            return nothingGone(context, compared, found);
        }
        context.reached(Step.COMMITTED);
        remember(context, compared, version);
        String note = String.format("%,d rows %s: the source no longer has them", rows, done());
        return new Outcome.Committed(
                version.getAsLong(), found.read(), 0, 0, disposal.bytes(), List.of(found.note(), note));
    }

    private Outcome nothingGone(RunContext context, Watermark compared, GoneKeys.Result found) {
        context.checkLease();
        remember(context, compared, compared.targetVersion());
        return new Outcome.Unchanged(found.read(), "the source has every key", List.of(found.note()));
    }

    private void remember(RunContext context, Watermark compared, OptionalLong version) {
        Stamp stamp = context.stamp(Map.of());
        Instant now = context.now();
        loading.trail().set(compared.reachedBy(stamp.run(), stamp.generation(), now, version));
    }

    private String done() {
        return loading.settings()
                .softDelete()
                .map(marks -> "marked as deleted in " + marks.column())
                .orElse("deleted");
    }

    private void judge(GoneKeys.Result found, StagedDisposal disposal) {
        List<Refusal> refusals =
                loading.settings().deletes().guard().judge(found.gone(), disposal.rows(), found.sourceKeys());
        if (!refusals.isEmpty()) {
            throw new RefusedException(
                    "Refused to delete from " + loading.target().address() + " what is gone from "
                            + loading.changes().describe() + ".",
                    refusals,
                    "No row was deleted; what was loaded before is committed. If the source is incomplete, see to it and run"
                            + " again. If the rows are gone for good, let one run delete them: --set"
                            + " incremental.max-delete=100%.");
        }
    }
}
