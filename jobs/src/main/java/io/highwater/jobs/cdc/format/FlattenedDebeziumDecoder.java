package io.highwater.jobs.cdc.format;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Debezium's rows after ExtractNewRecordState, as JSON, with or without {@code schema} and {@code payload} around them. What
 * the transformation adds begins with two underscores and is not part of the row: {@code __deleted} or {@code __op} tells
 * the operation, and the place is told by the fields of {@code source} that were added, such as {@code __lsn} or
 * {@code __source_lsn}. Where {@code __table} was not added, the table is the topic's. Messages without a value are left out: a
 * delete has to come as a row with {@code __deleted}.
 */
public final class FlattenedDebeziumDecoder implements Decoder {
    private static final String MARK = "__";
    private static final String ROW = "hw_values";
    private static final String ADDED = "hw_added";

    private final Connector connector;
    private final Decimals decimals;

    /** @param decimals {@link Decimals#TEXT} where numbers may have more than fifteen digits and a fraction */
    public FlattenedDebeziumDecoder(Connector connector, Decimals decimals) {
        this.connector = connector;
        this.decimals = decimals;
    }

    @Override
    public DataType sequence() {
        return position().type();
    }

    @Override
    public Dataset<Row> events(Dataset<Row> records) {
        Unavailable unavailable = new Unavailable(col(ROW));
        return new Outcome()
                .problem(coalesce(Json.problem(), innerProblem(), lacking(unavailable)))
                .op(coalesce(added("op"), added("deleted")), op())
                .sequence(position().column())
                .table(table())
                .at(Instants.ofMillis(number("ts_ms")))
                .row(unavailable.without())
                .missing(unavailable.names())
                .keys(Outcome.namesOf(Json.KEY_ROW))
                .schema(when(wrapped(), text("schema")))
                .of(parted(unwrapped(records).filter(not(ignored()))));
    }

    private Column lacking(Unavailable unavailable) {
        return connector == Connector.POSTGRESQL ? unavailable.problemOf(added("op")) : Outcome.NO_TEXT;
    }

    private Dataset<Row> unwrapped(Dataset<Row> records) {
        Dataset<Row> parsed = Json.parse(Json.parseKey(records), shape());
        Column inner = when(wrapped(), Json.one(text("payload"), shape()));
        return Json.onceEach(parsed, inner, "hw_inner", "hw_inner_broken");
    }

    private static Column ignored() {
        return Json.nothing().or(wrapped().and(text("payload").isNull()));
    }

    private static Column wrapped() {
        Column names = map_keys(Json.record());
        return not(Json.malformed())
                .and(coalesce(
                        size(Json.record())
                                .equalTo(2)
                                .and(array_contains(names, "schema"))
                                .and(array_contains(names, "payload")),
                        lit(false)));
    }

    private static Column innerProblem() {
        return when(col("hw_inner_broken").isNotNull(), lit("malformed JSON"));
    }

    /** The row, and what was added to it. Both are looked into many times. */
    private Dataset<Row> parted(Dataset<Row> parsed) {
        Column fields = coalesce(get(col("hw_inner"), lit(0)), Json.record());
        Column row = map_filter(fields, (name, value) -> not(name.startsWith(MARK)));
        Column added = map_filter(fields, (name, value) -> name.startsWith(MARK));
        return Json.onceEach(parsed, struct(texts(row), texts(added)), ROW, ADDED);
    }

    private Column op() {
        Column word = added("op");
        Column deleted = added("deleted");
        return when(deleted.equalTo("true"), lit(Events.DELETE))
                .when(word.isNotNull(), Outcome.op(word, List.of("c", "u", "r"), List.of("d"), List.of("t")))
                .when(deleted.equalTo("false"), lit(Events.UPSERT));
    }

    private Column table() {
        Column name = coalesce(source("table"), source("collection"));
        return when(name.isNotNull(), concat_ws(".", coalesce(source("schema"), source("db")), name))
                .otherwise(col(Records.TOPIC));
    }

    private Position position() {
        var types = DebeziumPosition.fields(connector);
        return DebeziumPosition.of(
                connector,
                name -> tryCast(source(name), types.apply(name).dataType()),
                tryCast(added("ts_ns"), DataTypes.LongType));
    }

    private Column number(String name) {
        return tryCast(source(name), DataTypes.LongType);
    }

    private Column source(String name) {
        return coalesce(added("source_" + name), added(name));
    }

    private Column added(String name) {
        return element_at(col(ADDED), MARK + name);
    }

    private static Column text(String name) {
        return element_at(Json.record(), name).cast("string");
    }

    private Column texts(Column row) {
        return decimals == Decimals.TEXT ? Json.texts(row) : row;
    }

    private DataType shape() {
        return decimals == Decimals.TEXT ? Json.EXACT_ROW : Json.ROW;
    }
}
