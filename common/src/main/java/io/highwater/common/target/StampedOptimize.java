package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.List;
import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;

/** Delta's operation for writing the same rows into other files, with the stamp that Delta has no place for in it. */
final class StampedOptimize extends DeltaOperations.Optimize {
    private static final long serialVersionUID = 1L;

    private final String stamp;

    StampedOptimize(Stamp stamp) {
        super(ScalaValues.seq(List.of()), ScalaValues.seq(List.of()), false, Option.empty(), false);
        this.stamp = stamp.json();
    }

    @Override
    public Option<String> userMetadata() {
        return Option.apply(stamp);
    }
}
