package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.FullLoads;
import io.highwater.common.source.feed.Records;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The files of AWS DMS, read with their columns. A record without an {@code Op} is an upsert. Rows of {@code LOAD} files are
 * below every change. Among changes the place is {@code AR_H_CHANGE_SEQ} where the task writes it, else the task's timestamp
 * column, then the file's name, then the place in the file; of these the timestamp alone tells transactions apart.
 */
public final class DmsDecoder implements Decoder {
    static final String OP = "Op";
    static final String HEADER = "AR_H_";
    private static final String CHANGE_SEQ = "AR_H_CHANGE_SEQ";
    private static final String PLACE_IN_FILE = "hw_place";
    private static final String FIRST_TIME = "0001-01-01 00:00:00";

    private final TypedRecords columns;
    private final Optional<String> timestamp;

    /**
     * @param schema the records' columns
     * @param timestamp the column that the task's {@code TimestampColumnName} names
     * @throws UserException if there is neither that column nor {@code AR_H_CHANGE_SEQ}
     */
    public DmsDecoder(StructType schema, Optional<String> timestamp) {
        this.columns = new TypedRecords(schema);
        this.timestamp = timestamp.map(this::existing);
        if (columns.named(CHANGE_SEQ).isEmpty() && timestamp.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot order the changes of AWS DMS: the records have no column " + CHANGE_SEQ
                            + ", and no timestamp column is named. They have " + columns.own()
                            + ". Name the column of the task's TimestampColumnName with"
                            + " highwater.cdc.dms.timestamp-column.");
        }
    }

    @Override
    public DataType sequence() {
        return position().type();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Optional<Column> word =
                columns.named(OP).or(() -> columns.named("AR_H_OPERATION")).map(Position::named);
        Column op = word.map(DmsDecoder::op).orElse(lit(Events.UPSERT));
        return new Outcome()
                .op(word.orElse(lit("")), op)
                .sequence(position().column())
                .at(at())
                .row(columns.row(DmsDecoder::isAdded))
                .raw(columns.raw())
                .of(placed(records));
    }

    private static Column op(Column word) {
        Column known =
                Outcome.op(upper(word), List.of("I", "U", "INSERT", "UPDATE"), List.of("D", "DELETE"), List.of());
        return when(word.isNull(), lit(Events.UPSERT)).otherwise(known);
    }

    private Dataset<Row> placed(Dataset<Row> records) {
        if (columns.named(CHANGE_SEQ).isPresent()) {
            return records;
        }
        var inFile = Window.partitionBy(Records.ORIGIN).orderBy(Records.BLOCK, Records.ORDINAL);
        return records.withColumn(PLACE_IN_FILE, row_number().over(inFile));
    }

    private Position position() {
        Column file = substring_index(col(Records.ORIGIN), "/", -1);
        Column load = FullLoads.are(col(Records.ORIGIN));
        Column phase = when(load, lit(0)).otherwise(lit(1));
        Position position = new Position().then("phase", DataTypes.IntegerType, phase);
        return columns.named(CHANGE_SEQ)
                .map(name -> position.thenText("change_seq", changeSeq(Position.named(name), load)))
                .orElseGet(() -> byTime(position, file, load));
    }

    private static Column changeSeq(Column digits, Column load) {
        return coalesce(nullif(digits.cast(DataTypes.StringType), lit("")), when(load, lit("")));
    }

    private Position byTime(Position position, Column file, Column load) {
        String column = timestamp.orElseThrow();
        DataType type = columns.typeOf(column);
        return position.then(
                        "committed_at",
                        type,
                        coalesce(Position.named(column), when(load, tryCast(lit(FIRST_TIME), type))))
                .thenText("file", file)
                .then("place", DataTypes.IntegerType, col(PLACE_IN_FILE));
    }

    private Column at() {
        return timestamp
                .or(() -> columns.named("AR_H_COMMIT_TIMESTAMP"))
                .or(() -> columns.named("AR_H_TIMESTAMP"))
                .map(name -> tryCast(Position.named(name), DataTypes.TimestampType))
                .orElse(lit(null).cast(DataTypes.TimestampType));
    }

    private String existing(String name) {
        return columns.named(name)
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot use highwater.cdc.dms.timestamp-column = " + name
                                + ": the records have no such column. They have " + columns.own() + "."));
    }

    private static boolean isAdded(String name) {
        return name.equalsIgnoreCase(OP) || name.toUpperCase(Locale.ROOT).startsWith(HEADER);
    }
}
