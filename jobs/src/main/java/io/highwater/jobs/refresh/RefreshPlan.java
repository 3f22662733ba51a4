package io.highwater.jobs.refresh;

import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.source.ReadPlan;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.KeptContent;
import io.highwater.common.target.Quarantine;
import io.highwater.common.target.SchemaFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One refresh, planned: the source is open, nothing is read. */
final class RefreshPlan implements Plan {
    private final FullRefreshSettings settings;
    private final DeltaTarget target;
    private final RefreshSource source;
    private final KeptContent kept;
    private final Quarantine quarantine;
    private final Optional<DeltaTarget.Live> live;
    private final SchemaFit fit;

    RefreshPlan(
            FullRefreshSettings settings,
            DeltaTarget target,
            RefreshSource source,
            KeptContent kept,
            Quarantine quarantine) {
        this.settings = settings;
        this.target = target;
        this.source = source;
        this.kept = kept;
        this.quarantine = quarantine;
        this.live = target.live();
        Dataset<Row> rows = source.reading().rows();
        try {
            this.fit = live.map(table -> SchemaFit.of(rows.schema(), table.schema(), settings.schema()))
                    .orElseGet(() -> SchemaFit.fresh(rows.schema()));
            checkKey(rows);
            settings.job().checks().forEach(check -> checkCondition(rows, check));
        } catch (RuntimeException unusable) {
            source.reading().close();
            throw unusable;
        }
    }

    FullRefreshSettings settings() {
        return settings;
    }

    DeltaTarget target() {
        return target;
    }

    RefreshSource source() {
        return source;
    }

    KeptContent kept() {
        return kept;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    Optional<DeltaTarget.Live> live() {
        return live;
    }

    SchemaFit fit() {
        return fit;
    }

    @Override
    public List<String> description() {
        return new RefreshDescription(this).lines();
    }

    @Override
    public List<Unit> units(RunContext run) {
        return List.of(new Refresh(this));
    }

    @Override
    public void close() {
        source.reading().close();
    }

    ReadPlan readPlan() {
        return source.reading().plan();
    }

    private void checkKey(Dataset<Row> rows) {
        List<String> unknown = settings.job().target().key().stream()
                .filter(column -> Arrays.stream(rows.columns()).noneMatch(column::equalsIgnoreCase))
                .toList();
        if (!unknown.isEmpty()) {
            List<String> there = new ArrayList<>(List.of(rows.columns()));
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot use key " + unknown + " of highwater.target.key: "
                            + readPlan().source() + " has no such column. It has " + there + ".");
        }
    }

    private static void checkCondition(Dataset<Row> rows, RowCheck check) {
        var unused = Analysis.of(
                () -> rows.filter(check.where()),
                why -> "Cannot use check " + check.name() + " of highwater.checks, where = " + check.where() + ": "
                        + why);
    }
}
