package io.highwater.common.target;

import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;

/** Delta's operation for bringing back a version, with the stamp that Delta has no place for in it. */
final class StampedRestore extends DeltaOperations.Restore {
    private static final long serialVersionUID = 1L;

    private final String stamp;

    StampedRestore(long version, Stamp stamp) {
        super(Option.apply((Object) version), Option.empty());
        this.stamp = stamp.json();
    }

    @Override
    public Option<String> userMetadata() {
        return Option.apply(stamp);
    }
}
