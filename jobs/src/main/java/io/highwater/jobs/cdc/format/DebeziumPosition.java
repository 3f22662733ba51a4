package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Where in the source's log an event of Debezium is, from the fields of {@code source}. */
final class DebeziumPosition {
    private static final DataType SCN = DataTypes.createDecimalType(38, 0);
    private static final Column NONE = lit(0L);
    private static final String BRACKETS = "[]\" ";

    private DebeziumPosition() {}

    /** The fields of {@code source} that tell the place. */
    static StructType fields(Connector connector) {
        return StructType.fromDDL(
                switch (connector) {
                    case POSTGRESQL -> "sequence STRING, lsn BIGINT";
                    case MYSQL -> "file STRING, pos BIGINT, `row` BIGINT";
                    case SQLSERVER -> "commit_lsn STRING, change_lsn STRING, event_serial_no BIGINT";
                    case ORACLE -> "commit_scn STRING, scn STRING, ssn BIGINT";
                    case MONGODB -> "ts_ms BIGINT, ord BIGINT";
                });
    }

    /**
     * The place.
     *
     * @param field the field of {@code source} with this name, of the type that {@link #fields} says
     * @param written when the connector made the event, in nanoseconds; NULL where it does not say
     */
    static Position of(Connector connector, Function<String, Column> field, Column written) {
        return switch (connector) {
            case POSTGRESQL -> postgresql(field);
            case MYSQL -> mysql(field, written);
            case SQLSERVER -> sqlserver(field);
            case ORACLE -> oracle(field);
            case MONGODB ->
                new Position()
                        .thenNumber("ts_ms", field.apply("ts_ms"))
                        .thenNumber("ord", coalesce(field.apply("ord"), NONE));
        };
    }

    private static Position postgresql(Function<String, Column> field) {
        Column pair = split(field.apply("sequence"), ",");
        Column lsn = field.apply("lsn");
        return new Position()
                .thenNumber("commit_lsn", coalesce(number(trim(get(pair, lit(0)), BRACKETS)), lsn))
                .thenNumber("lsn", coalesce(number(trim(get(pair, lit(1)), BRACKETS)), lsn));
    }

    // Changes of one row in one transaction may share a position. Then they are in the order in which the connector
    // made them, whatever way they come; connectors before 2.6 do not tell it, and theirs are in the order of arrival.
    private static Position mysql(Function<String, Column> field, Column written) {
        return new Position()
                .thenNumber("file", number(substring_index(field.apply("file"), ".", -1)))
                .thenNumber("pos", field.apply("pos"))
                .thenNumber("row", coalesce(field.apply("row"), NONE))
                .thenNumber("written", coalesce(written, NONE))
                .thenText("origin", when(written.isNull(), col(Records.ORIGIN)).otherwise(lit("")))
                .thenNumber(
                        "ordinal", when(written.isNull(), col(Records.ORDINAL)).otherwise(NONE));
    }

    // A row of a snapshot has a commit and no change: it is below every change of that commit.
    private static Position sqlserver(Function<String, Column> field) {
        return new Position()
                .thenText("commit_lsn", nullif(field.apply("commit_lsn"), lit("NULL")))
                .thenText("change_lsn", coalesce(nullif(field.apply("change_lsn"), lit("NULL")), lit("")))
                .thenNumber("event_serial_no", coalesce(field.apply("event_serial_no"), NONE));
    }

    private static Position oracle(Function<String, Column> field) {
        Column scn = tryCast(field.apply("scn"), SCN);
        return new Position()
                .then("commit_scn", SCN, coalesce(tryCast(field.apply("commit_scn"), SCN), scn))
                .then("scn", SCN, scn)
                .thenNumber("ssn", coalesce(field.apply("ssn"), NONE));
    }

    private static Column number(Column text) {
        return tryCast(text, DataTypes.LongType);
    }
}
