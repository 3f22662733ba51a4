package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Debezium's envelope as JSON, with or without {@code schema} and {@code payload} around it. Messages without a value follow
 * deletes for the sake of Kafka's compaction and are left out, and so are logical messages ({@code m}). A delete's row is
 * {@code before}, or where the source did not send it, the message's key. A document of MongoDB is whole: what is not in it is
 * NULL. A changed key comes as a delete and a create; if PostgreSQL did not send all values of the latter, it is a problem.
 */
public final class DebeziumDecoder implements Decoder {
    private static final String TABLE_FIELDS =
            "db STRING, schema STRING, `table` STRING, collection STRING, ts_ms BIGINT";
    private static final String ROW = "hw_values";

    private final Connector connector;
    private final Decimals decimals;

    /** @param decimals {@link Decimals#TEXT} where numbers may have more than fifteen digits and a fraction */
    public DebeziumDecoder(Connector connector, Decimals decimals) {
        this.connector = connector;
        this.decimals = decimals;
    }

    @Override
    public DataType sequence() {
        return position().type();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Column word = envelope("op");
        Column op = Outcome.op(word, List.of("c", "u", "r"), List.of("d"), List.of("t"));
        Unavailable unavailable = new Unavailable(col(ROW));
        return new Outcome()
                .problem(coalesce(Json.problem(), lacking(unavailable, word)))
                .op(word, op)
                .sequence(position().column())
                .table(table())
                .at(Instants.ofMillis(source("ts_ms")))
                .row(unavailable.without())
                .missing(unavailable.names())
                .lacking(connector == Connector.MONGODB ? lit(Events.EMPTY) : Outcome.NO_TEXT)
                .keys(Outcome.namesOf(Json.KEY_ROW))
                .schema(Json.field("schema"))
                .of(withRow(Json.parse(Json.parseKey(records), shape()).filter(not(ignored(word))), op));
    }

    private Column lacking(Unavailable unavailable, Column word) {
        return connector == Connector.POSTGRESQL ? unavailable.problemOf(word) : Outcome.NO_TEXT;
    }

    private Column ignored(Column word) {
        Column emptyWrapper = Json.field("op")
                .isNull()
                .and(Json.field("payload").isNull())
                .and(col(Records.VALUE).contains("\"payload\""));
        return Json.nothing().or(not(Json.malformed()).and(emptyWrapper.or(coalesce(word.equalTo("m"), lit(false)))));
    }

    private Dataset<Row> withRow(Dataset<Row> parsed, Column op) {
        if (connector == Connector.MONGODB) {
            return MongoRows.add(parsed, ROW, envelope("before"), envelope("after"), op);
        }
        Column row = when(op.equalTo(Events.UPSERT), texts(envelope("after")))
                .when(op.equalTo(Events.DELETE), coalesce(texts(envelope("before")), Json.KEY_ROW));
        return parsed.withColumn(ROW, row);
    }

    private Column texts(Column row) {
        return decimals == Decimals.TEXT ? Json.texts(row) : row;
    }

    private Column table() {
        Column name = coalesce(source("table"), source("collection"));
        return when(name.isNotNull(), concat_ws(".", coalesce(source("schema"), source("db")), name));
    }

    private Position position() {
        return DebeziumPosition.of(connector, this::source, envelope("ts_ns"));
    }

    private Column source(String field) {
        return envelope("source").getField(field);
    }

    private static Column envelope(String field) {
        return coalesce(Json.field("payload").getField(field), Json.field(field));
    }

    private StructType shape() {
        return envelopeShape().add("schema", DataTypes.StringType).add("payload", envelopeShape());
    }

    private StructType envelopeShape() {
        StructType source = StructType.fromDDL(TABLE_FIELDS);
        for (var field : DebeziumPosition.fields(connector).fields()) {
            source = List.of(source.fieldNames()).contains(field.name()) ? source : source.add(field);
        }
        return new StructType()
                .add("op", DataTypes.StringType)
                .add("ts_ns", DataTypes.LongType)
                .add("before", rowShape())
                .add("after", rowShape())
                .add("source", source);
    }

    private DataType rowShape() {
        if (connector == Connector.MONGODB) {
            return DataTypes.StringType;
        }
        return decimals == Decimals.TEXT ? Json.EXACT_ROW : Json.ROW;
    }
}
