package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that stay in their table and are marked as gone. */
final class StagedMarking extends StagedDisposal {
    /** Only an existing table is marked, which has a layout. */
    private static final Layout AS_IT_IS = new Layout(List.of(), List.of(), Optional.empty(), Map.of());

    private final DeltaTarget target;
    private final SoftDelete soft;
    private final Instant now;
    private final long version;
    private Optional<StagedAddition> marked = Optional.empty();

    StagedMarking(DeltaTarget target, List<String> key, SoftDelete soft, Instant now) {
        super(key);
        this.target = target;
        this.soft = soft;
        this.now = now;
        this.version = target.snapshot().version();
    }

    @Override
    public long dispose(Dataset<Row> gone) {
        Dataset<Row> rows = KeyedRows.having(shown(), gone, key());
        SchemaFit fit = SchemaFit.fresh(soft.withoutIt(rows.schema()));
        StagedAddition staged =
                new Staging(target, AS_IT_IS, key()).addition(soft.marked(rows, now), soft.onto(fit, rows.schema()));
        marked = Optional.of(staged);
        refuseIfChanged(staged);
        return staged.upsert(
                        new VersionedKey(key(), key().get(0), NullKeys.NEVER_MATCH, VersionedKey.Precedence.STAGED))
                .updated();
    }

    @Override
    public OptionalLong publish(Stamp stamp) {
        return marked.map(staged -> staged.publish(stamp)).orElse(OptionalLong.empty());
    }

    @Override
    public long bytes() {
        return marked.map(StagedAddition::bytes).orElse(0L);
    }

    @Override
    Dataset<Row> shown() {
        return soft.present(target.rowsAt(version));
    }

    /** What is written again must be what is there. */
    private void refuseIfChanged(StagedAddition staged) {
        if (staged.basis() != version) {
            staged.discard();
            throw new UserException(
                    ExitCode.PARTIAL,
                    "Cannot mark rows of " + target.address()
                            + " as deleted: the table was changed while keys were compared (version " + version
                            + " became " + staged.basis() + "). The table keeps that change. Run again.");
        }
    }
}
