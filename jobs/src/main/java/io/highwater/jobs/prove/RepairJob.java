package io.highwater.jobs.prove;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.job.Job;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.CursorColumns;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.NullKeys;
import io.highwater.common.target.SchemaFit;
import io.highwater.common.target.SoftDelete;
import io.highwater.common.target.StagedAddition;
import io.highwater.common.target.Staging;
import io.highwater.common.target.StagingFailures;
import io.highwater.common.target.VersionedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares a target with its source and makes good exactly what differs, in one commit. */
final class RepairJob implements Job {
    static final String PATTERN = "prove";

    private final ProveSettings settings;
    private final DeltaTarget target;
    private final Supplier<Prover> provers;

    RepairJob(ProveSettings settings, DeltaTarget target, Supplier<Prover> provers) {
        this.settings = settings;
        this.target = target;
        this.provers = provers;
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public Plan plan() {
        Prover prover = provers.get();
        return new Plan() {
            @Override
            public List<String> description() {
                return List.of("would compare and repair " + target.address());
            }

            @Override
            public List<Unit> units(RunContext run) {
                return List.of(context -> repaired(prover, context));
            }

            @Override
            public void close() {
                prover.close();
            }
        };
    }

    private Outcome repaired(Prover prover, RunContext context) {
        Proof proof = prover.proof();
        List<String> notes = new ArrayList<>(proof.lines());
        if (proof.differences() == 0) {
            return new Outcome.Unchanged(proof.totals().sourceRows(), "there is nothing to repair", notes);
        }
        StagedAddition staged = staged(prover, proof, context.now());
        context.reached(Step.STAGED);
        VersionedKey key = new VersionedKey(prover.key(), axis(), NullKeys.EQUAL, VersionedKey.Precedence.STAGED);
        if (settings.softDelete().isPresent()) {
            staged.upsert(key);
        } else {
            staged.upsert(key, keys(prover, Difference.EXTRA));
        }
        context.checkLease();
        OptionalLong version = staged.publish(context.stamp(facts(prover)));
        if (version.isEmpty()) {
            return new Outcome.Unchanged(proof.totals().sourceRows(), "there is nothing left to repair", notes);
        }
        context.reached(Step.COMMITTED);
        notes.add("repaired; what differs no more: " + proof.differences() + " rows");
        long loaded = proof.count(Difference.MISSING) + proof.count(Difference.DIFFERENT);
        return new Outcome.Committed(
                version.getAsLong(), proof.totals().sourceRows(), loaded, 0, staged.bytes(), notes);
    }

    private StagedAddition staged(Prover prover, Proof proof, Instant now) {
        Dataset<Row> wanted = keys(prover, Difference.MISSING, Difference.DIFFERENT);
        Dataset<Row> rows = prover.sides()
                .source(prover.ranges().windows(proof.totals().differing()))
                .join(wanted, sameKey(prover.key()), "left_semi");
        SchemaFit fit = SchemaFit.fresh(rows.schema());
        return settings.softDelete()
                .map(marks -> staged(prover, marked(prover, marks, rows, now), marks.onto(fit, prover.stored())))
                .orElseGet(() -> staged(prover, rows, fit));
    }

    /** Rows that the source does not have are not missing any more once they are marked. */
    private static Dataset<Row> marked(Prover prover, SoftDelete marks, Dataset<Row> rows, Instant now) {
        Dataset<Row> extra =
                prover.sides().target().join(keys(prover, Difference.EXTRA), sameKey(prover.key()), "left_semi");
        return marks.unmarked(rows).unionByName(marks.marked(extra, now));
    }

    private StagedAddition staged(Prover prover, Dataset<Row> rows, SchemaFit fit) {
        Staging staging = new Staging(target, settings.job().target().layout(), prover.key());
        try {
            return staging.addition(rows, fit);
        } catch (Exception failure) {
            throw StagingFailures.explained(failure, prover.sides()::explain, target);
        }
    }

    private static Dataset<Row> keys(Prover prover, Difference... kinds) {
        Object[] names = java.util.Arrays.stream(kinds).map(Enum::name).toArray();
        return prover.differences().filter(col("kind").isin(names)).drop("kind");
    }

    private static Column sameKey(List<String> key) {
        Column same = lit(true);
        for (int i = 0; i < key.size(); i++) {
            same = same.and(CursorColumns.of(key.get(i)).eqNullSafe(col("k" + i)));
        }
        return same;
    }

    private String axis() {
        return settings.cursor()
                .map(cursor -> cursor.column())
                .orElse(settings.job().target().key().get(0));
    }

    /** The watermark stays where it is, and the newest commit has to say so. */
    private static Map<String, String> facts(Prover prover) {
        Map<String, String> facts = new LinkedHashMap<>();
        prover.watermark().ifPresent(watermark -> facts.putAll(WatermarkTrail.facts(watermark)));
        return facts;
    }
}
