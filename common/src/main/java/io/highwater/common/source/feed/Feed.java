package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.highwater.common.source.DataPlace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A place that change events come from, one after another: a directory that fills with files, topics, a table's changes. */
public interface Feed {
    /** What is read, in words, without credentials; the same for the same feed. */
    String describe();

    /** Where the records are. */
    List<DataPlace> places();

    /** What its records are like. */
    Form form();

    /** What a reading from the beginning finds. */
    default Beginning beginning() {
        return Beginning.RECORDS;
    }

    /**
     * What is there now, as records; for looking at the first of them, or only at their columns where these tell the format.
     *
     * @throws io.highwater.common.error.UserException if the feed cannot be reached
     */
    Dataset<Row> present(SparkSession spark);

    /** Whether there is nothing to look at, not even columns; files that were read may be taken away. */
    default boolean isBare(SparkSession spark) {
        return false;
    }

    /**
     * Those of its columns that records have as text, though a user said a type, because the reader would change values to fit
     * it; with these types.
     */
    default StructType spelled() {
        return new StructType();
    }

    /**
     * Whether it can be read on from where it was left; only feeds that forget can not.
     *
     * @throws io.highwater.common.error.UserException if there is no such feed, or it cannot be reached
     */
    default Standing standing(Progress progress) {
        return new Standing(Map.of(), List.of());
    }

    /**
     * The records that come in, cut into micro-batches, for a query that keeps track of them. Each batch is to be {@link
     * #numbered}.
     */
    Dataset<Row> stream(SparkSession spark, Limits limits);

    /**
     * The files that were changed after they were read, and are not read again.
     *
     * @param read those that were read, with the milliseconds at which each had been changed last
     */
    default List<Path> changedSince(SparkSession spark, Supplier<Map<Path, Long>> read) {
        return List.of();
    }

    /** The files that some of its records are read from, for those who look after them; empty if it is none of files. */
    default Optional<BatchFiles> files(Dataset<Row> records) {
        return Optional.empty();
    }

    /**
     * The records of a batch, {@link #numbered}, with the columns that its own files have too. The query has those that the feed's
     * first file has, and would leave out others.
     *
     * @param records as the query reads them
     */
    default Dataset<Row> asItsFilesAre(Dataset<Row> records) {
        return numbered(records);
    }

    /** The records of a batch with {@link Records#ORDINAL}, which a query does not give to those without an offset. */
    static Dataset<Row> numbered(Dataset<Row> records) {
        return Arrays.asList(records.columns()).contains(Records.ORDINAL)
                ? records
                : records.withColumn(Records.ORDINAL, monotonically_increasing_id());
    }

    /** What a reading from the beginning finds. */
    enum Beginning {
        /** All records that were not deleted. */
        RECORDS,
        /** The rows that are there then; nothing tells which were deleted before. */
        ROWS
    }

    /** What records are like. */
    enum Form {
        /** A text, and maybe a key. */
        TEXT,
        /** Columns. */
        COLUMNS
    }

    /**
     * How much a micro-batch holds at most.
     *
     * @param files how many files
     * @param messages how many messages
     */
    record Limits(long files, long messages) {}
}
