package io.highwater.common.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keys of what Spark knows how to read by itself, as of the moment the source was opened. */
record FrameKeys(Reading all, List<String> key) implements Keys {
    @Override
    public Optional<KeyBuckets> digests() {
        return Optional.empty();
    }

    @Override
    public Reading open() {
        Column[] columns = key.stream().map(CursorColumns::of).toArray(Column[]::new);
        Dataset<Row> keys = all.rows().select(columns);
        for (Column column : columns) {
            keys = keys.filter(column.isNotNull());
        }
        ReadPlan whole = all.plan();
        List<ReadPlan.Split> splits = List.of(new ReadPlan.Split("columns " + key, OptionalLong.empty()));
        return new FrameReading(
                new ReadPlan(whole.source(), splits, OptionalLong.empty(), whole.consistency(), whole.notes()), keys);
    }

    @Override
    public Reading open(Set<String> buckets) {
        throw new IllegalStateException("There are no digests of " + all.plan().source());
    }
}
