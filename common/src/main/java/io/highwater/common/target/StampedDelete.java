package io.highwater.common.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.spark.ScalaValues;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.Option;

/** Delta's operation for taking rows out, with the stamp that Delta has no place for in it, and our count. */
final class StampedDelete extends DeltaOperations.Delete {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> key;
    private final long rows;
    private final String stamp;

    StampedDelete(List<String> key, long rows, Stamp stamp) {
        super(ScalaValues.seq(List.of()));
        this.key = List.copyOf(key);
        this.rows = rows;
        this.stamp = stamp.json();
    }

    @Override
    public Option<String> userMetadata() {
        return Option.apply(stamp);
    }

    /** The condition is about what the source holds, which no predicate on the table can say. */
    @Override
    public scala.collection.immutable.Map<String, Object> parameters() {
        String gone = "(" + String.join(", ", key.stream().map(Names::quoted).toList()) + ") NOT IN source";
        return super.parameters()
                .updated("predicate", JSON.createArrayNode().add(gone).toString());
    }

    @Override
    public scala.collection.immutable.Map<String, String> transformMetrics(
            scala.collection.immutable.Map<String, SQLMetric> metrics) {
        return ScalaValues.map(Map.of("numDeletedRows", Long.toString(rows)));
    }
}
