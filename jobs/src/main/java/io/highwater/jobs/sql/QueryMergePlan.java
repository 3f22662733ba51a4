package io.highwater.jobs.sql;

import io.highwater.common.job.JobSettings;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.SourceColumns;
import io.highwater.common.job.Step;
import io.highwater.common.job.Unit;
import io.highwater.common.quality.Figures;
import io.highwater.common.quality.KeyUniqueness;
import io.highwater.common.quality.Measurement;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.quality.RowGuards;
import io.highwater.common.source.Reading;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.Quarantine;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Staging;
import io.highwater.common.target.StagingFailures;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.Upsert;
import io.highwater.common.target.VersionedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** One merge of a query's rows, planned; nothing is read. */
record QueryMergePlan(SparkSession spark, JobSettings settings, DeltaTarget target, Reading reading, SchemaFit fit)
        implements Plan, Unit {
    @Override
    public List<String> description() {
        return List.of(
                "would read " + reading.plan().source(),
                "would merge its rows into " + target.address() + " by " + key());
    }

    @Override
    public List<Unit> units(RunContext context) {
        return List.of(this);
    }

    @Override
    public void close() {
        reading.close();
    }

    @Override
    public Outcome run(RunContext context) {
        SourceColumns.refuseUnfit(fit, target.address(), "the query's columns");
        Measurement measurement = new Measurement(key(), settings.checks(), Measurement.Content.COUNTED);
        StagedAddition staged = staged(measurement);
        Figures figures = measurement.figures();
        context.reached(Step.STAGED);
        judge(staged, measurement, figures);
        context.reached(Step.JUDGED);
        setAside(staged, measurement, figures, context);
        Upsert upsert = staged.upsert(
                new VersionedKey(key(), key().get(0), NullKeys.NEVER_MATCH, VersionedKey.Precedence.STAGED));
        context.checkLease();
        OptionalLong version = staged.publish(context.stamp(facts(figures)));
        String counts = String.format(
                "%,d inserted, %,d updated, %,d already there",
                upsert.inserted(), upsert.updated(), upsert.unchanged());
        if (version.isEmpty()) {
            return new Outcome.Unchanged(figures.rows(), "the table holds what the query comes to", List.of(counts));
        }
        context.reached(Step.COMMITTED);
        return new Outcome.Committed(
                version.getAsLong(),
                figures.rows(),
                upsert.inserted() + upsert.updated(),
                figures.quarantined(),
                staged.bytes(),
                List.of(counts));
    }

    private StagedAddition staged(Measurement measurement) {
        try {
            return new Staging(target, settings.target().layout(), key()).addition(measurement.of(reading.rows()), fit);
        } catch (Exception failure) {
            throw StagingFailures.explained(failure, reading, target);
        }
    }

    private void judge(StagedAddition staged, Measurement measurement, Figures figures) {
        List<Refusal> refusals = new ArrayList<>(RowGuards.judge(figures, settings.checks()));
        if (refusals.isEmpty()) {
            KeyUniqueness.refusal(staged.rows().filter(functions.not(measurement.quarantined())), key())
                    .ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            staged.discard();
            throw new RefusedException(
                    "Refused to merge into " + target.address() + ": the query's rows do not pass.",
                    refusals,
                    "The table is as it was. Mend the query, or set rows aside: on-fail = quarantine for a check.");
        }
    }

    private void setAside(StagedAddition staged, Measurement measurement, Figures figures, RunContext context) {
        if (figures.quarantined() == 0) {
            return;
        }
        Map<String, Column> reasons = new LinkedHashMap<>();
        settings.checks().stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .forEach(check -> reasons.put(check.name(), check.fails()));
        String job = settings.identity().name();
        new Quarantine(spark, settings.identity().statePath(), job)
                .addUnseen(
                        staged.rows().filter(measurement.quarantined()),
                        reasons,
                        context.stamp(Map.of()),
                        target.generationOf(job).orElse(0L));
        staged.remove(measurement.quarantined());
    }

    private Map<String, String> facts(Figures figures) {
        return Map.of(
                "source",
                reading.plan().source(),
                "read",
                Long.toString(figures.rows()),
                Stamp.QUARANTINED,
                Long.toString(figures.quarantined()));
    }

    private List<String> key() {
        return settings.target().key();
    }
}
