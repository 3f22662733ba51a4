package io.highwater.jobs.cdc.format;

import java.util.Collection;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** Where the columns of a record are that a user explains. */
sealed interface FieldSource permits JsonFields, TypedFields {
    /**
     * Makes the records ready for what follows.
     *
     * @param condition the SQL condition of deletes; becomes the column {@link #CONDITION}
     */
    Dataset<Row> prepare(Dataset<Row> records, Optional<String> condition);

    String CONDITION = "hw_condition";

    /** The column as text. */
    Column text(String name);

    /** The column in {@link #typeOf its type}; NULL where it has no such value. */
    Column sequence(SequenceColumn column);

    DataType typeOf(SequenceColumn column);

    /** Row, record and what is wrong with it, the row without some columns. */
    Outcome outcome(Collection<String> leftOut);
}
