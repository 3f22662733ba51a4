package io.highwater.jobs.incremental;

import io.highwater.common.source.KeyBuckets;
import io.highwater.common.source.KeyDigest;
import io.highwater.common.source.Keys;
import io.highwater.common.source.Reading;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** The keys of a table that a source no longer has. They stay at hand until this is closed. */
final class GoneKeys implements AutoCloseable {
    private static final String OURS = "t";
    private static final String THEIRS = "s";

    private final KeyColumns columns;
    private final Dataset<Row> table;
    private Optional<Dataset<Row>> gone = Optional.empty();

    /**
     * What a comparison came to.
     *
     * @param sourceKeys keys of the source
     * @param read keys of the source that were read
     * @param gone rows of the table whose key the source does not have
     * @param note how they were compared, a sentence
     */
    record Result(long sourceKeys, long read, long gone, String note) {}

    /** @param table the key's columns of the table, in the key's order, as of one moment */
    GoneKeys(KeyColumns columns, Dataset<Row> table) {
        this.columns = columns;
        this.table = table;
    }

    /**
     * Asks the source for its keys, which are therefore those of a later moment than the table's: a key that came in between
     * is not missed, and one that is missing then is gone.
     */
    Result find(Keys source) {
        Optional<KeyBuckets> digests = columns.areTypesOf(table.schema()) ? source.digests() : Optional.empty();
        return digests.isPresent() ? byBucket(source, digests.get()) : byKey(source);
    }

    /** The keys, as the table has them; only after some were found. */
    Dataset<Row> keys() {
        return gone.orElseThrow(() -> new IllegalStateException("No key was found to be gone."));
    }

    @Override
    public void close() {
        gone.ifPresent(Dataset::unpersist);
    }

    private Result byBucket(Keys source, KeyBuckets theirs) {
        KeyBuckets ours = KeyDigest.buckets(ours(), columns.names(OURS));
        Set<String> differing = ours.differing(theirs);
        long read = theirs.keysIn(differing);
        String note = String.format(
                "compared %,d keys with %,d of the source: %d of %d buckets differ, %,d keys were read",
                ours.keys(), theirs.keys(), differing.size(), KeyBuckets.COUNT, read);
        if (differing.isEmpty()) {
            return new Result(theirs.keys(), 0, 0, note);
        }
        Dataset<Row> suspects =
                ours().filter(KeyDigest.bucket(columns.names(OURS)).isin(differing.toArray()));
        try (Reading reading = source.open(differing)) {
            return new Result(theirs.keys(), read, counted(suspects, reading, reading.rows()), note);
        }
    }

    private Result byKey(Keys source) {
        try (Reading reading = source.open()) {
            Dataset<Row> theirs = reading.rows().persist(StorageLevel.MEMORY_AND_DISK());
            try {
                long count = counted(theirs, reading);
                String note = String.format(
                        "compared keys with the source's: all %,d were read, because this source and table do not digest"
                                + " keys of these types alike",
                        count);
                return new Result(count, count, counted(ours(), reading, theirs), note);
            } finally {
                theirs.unpersist();
            }
        }
    }

    private Dataset<Row> ours() {
        return columns.side(table, OURS);
    }

    private long counted(Dataset<Row> suspects, Reading reading, Dataset<Row> theirs) {
        Dataset<Row> missing = suspects.join(columns.side(theirs, THEIRS), columns.same(OURS, THEIRS), "left_anti");
        gone = Optional.of(missing.persist(StorageLevel.MEMORY_AND_DISK()));
        return counted(missing, reading);
    }

    private static long counted(Dataset<Row> rows, Reading reading) {
        try {
            return rows.count();
        } catch (Exception failure) {
            throw reading.explain(failure);
        }
    }
}
