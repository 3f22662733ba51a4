package io.highwater.common.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.spark.ScalaValues;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.Option;

/** Delta's operation for bringing in rows by key, with the stamp that Delta has no place for in it, and our counts. */
final class StampedMerge extends DeltaOperations.Merge {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String match;
    private final String stamp;
    private final Map<String, String> counts;

    StampedMerge(VersionedKey key, Upsert upsert, Stamp stamp) {
        super(
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                ScalaValues.seq(List.of(new DeltaOperations.MergePredicate(Option.apply(isLater(key)), "update"))),
                ScalaValues.seq(List.of(new DeltaOperations.MergePredicate(Option.empty(), "insert"))),
                ScalaValues.seq(List.of()));
        this.match = match(key);
        this.stamp = stamp.json();
        this.counts = Map.of(
                "numSourceRows", Long.toString(rows(upsert)),
                "numTargetRowsInserted", Long.toString(upsert.inserted()),
                "numTargetRowsUpdated", Long.toString(upsert.updated()),
                "numTargetRowsDeleted", Long.toString(upsert.deleted()));
    }

    @Override
    public Option<String> userMetadata() {
        return Option.apply(stamp);
    }

    /** Delta prints a predicate that belongs to no query with signs of its own in it. */
    @Override
    public scala.collection.immutable.Map<String, Object> parameters() {
        return super.parameters()
                .updated("predicate", JSON.createArrayNode().add(match).toString());
    }

    @Override
    public scala.collection.immutable.Map<String, String> transformMetrics(
            scala.collection.immutable.Map<String, SQLMetric> metrics) {
        return ScalaValues.map(counts);
    }

    private static long rows(Upsert upsert) {
        return upsert.inserted() + upsert.updated() + upsert.stale() + upsert.unchanged();
    }

    private static String match(VersionedKey key) {
        String equal = key.nulls() == NullKeys.EQUAL ? " <=> " : " = ";
        return key.columns().stream()
                .map(Names::quoted)
                .map(column -> "target." + column + equal + "source." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** The row that is there stays if it is later, or if it is the same. */
    private static String isLater(VersionedKey key) {
        String differs = "source.* IS DISTINCT FROM target.*";
        if (key.precedence() == VersionedKey.Precedence.STAGED) {
            return differs;
        }
        String cursor = Names.quoted(key.cursor());
        return "NOT coalesce(source." + cursor + " < target." + cursor + ", false) AND " + differs;
    }
}
