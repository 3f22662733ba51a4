package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.util.Arrays;
import java.util.Collection;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** What a decoder reads from its records, to become the columns of {@link Events}. Parts not set are NULL. */
final class Outcome {
    static final Column NO_TEXT = lit(null).cast(DataTypes.StringType);
    private static final Column NO_TEXTS = lit(null).cast(DataTypes.createArrayType(DataTypes.StringType));

    private Column table = NO_TEXT;
    private Column at = lit(null).cast(DataTypes.TimestampType);
    private Column missing = NO_TEXTS;
    private Column keys = NO_TEXTS;
    private Column schema = NO_TEXT;
    private Column pair = NO_TEXT;
    private Column lacking = NO_TEXT;
    private Column raw = col(Records.VALUE);
    private Column word = lit("");
    private Column op = NO_TEXT;
    private Column row = NO_TEXT;
    private Column sequence = NO_TEXT;
    private Column problem = NO_TEXT;

    Outcome table(Column name) {
        table = name;
        return this;
    }

    Outcome at(Column instant) {
        at = instant;
        return this;
    }

    Outcome missing(Column names) {
        missing = names;
        return this;
    }

    Outcome keys(Column names) {
        keys = names;
        return this;
    }

    Outcome schema(Column text) {
        schema = text;
        return this;
    }

    /** What is the same for both halves of a changed key. */
    Outcome pair(Column name) {
        pair = name;
        return this;
    }

    /** What a column means that the row has not got. */
    Outcome lacking(Column meaning) {
        lacking = meaning;
        return this;
    }

    Outcome raw(Column text) {
        raw = text;
        return this;
    }

    /** The operation: the feed's own word, and which of ours it is. */
    Outcome op(Column itsWord, Column ours) {
        word = itsWord;
        op = ours;
        return this;
    }

    Outcome row(Column values) {
        row = values;
        return this;
    }

    Outcome sequence(Column place) {
        sequence = place;
        return this;
    }

    /** What is wrong before anything else is looked at. */
    Outcome problem(Column why) {
        problem = why;
        return this;
    }

    /** The columns of {@link Events}. */
    Dataset<Row> of(Dataset<Row> read) {
        return read.select(
                        table.as(Events.TABLE),
                        op.as(Events.OP),
                        sequence.as(Events.SEQUENCE),
                        at.as(Events.AT),
                        row.as(Events.ROW),
                        coalesce(missing, array().cast(DataTypes.createArrayType(DataTypes.StringType)))
                                .as(Events.MISSING),
                        keys.as(Events.KEYS),
                        schema.as(Events.SCHEMA),
                        pair.as(Events.PAIR),
                        lacking.as(Events.LACKING),
                        coalesce(problem, whatIsWrong()).as(Events.PROBLEM),
                        raw.as(Events.RAW),
                        (Arrays.asList(read.columns()).contains(Records.KEY) ? col(Records.KEY) : NO_TEXT)
                                .as(Records.KEY),
                        col(Records.ORIGIN),
                        col(Records.BLOCK),
                        col(Records.ORDINAL))
                .withColumn(Events.OP, when(col(Events.PROBLEM).isNull(), col(Events.OP)));
    }

    /** One of ours for each word of a feed; NULL for any other. */
    static Column op(
            Column word, Collection<String> upserts, Collection<String> deletes, Collection<String> truncates) {
        return when(word.isin(upserts.toArray()), lit(Events.UPSERT))
                .when(word.isin(deletes.toArray()), lit(Events.DELETE))
                .when(word.isin(truncates.toArray()), lit(Events.TRUNCATE));
    }

    /** The names of the columns of the message's key. */
    static Column namesOf(Column keyRow) {
        return when(size(keyRow).gt(0), map_keys(keyRow));
    }

    private Column whatIsWrong() {
        return when(op.isNull(), wordProblem())
                .when(sequence.isNull(), lit("no place in the source's order"))
                .when(op.notEqual(Events.TRUNCATE).and(row.isNull()), lit("no row"));
    }

    private Column wordProblem() {
        return when(word.isNull(), lit("no operation"))
                .when(trim(word).equalTo(""), lit("an empty operation"))
                .otherwise(concat(lit("unknown operation "), word));
    }
}
