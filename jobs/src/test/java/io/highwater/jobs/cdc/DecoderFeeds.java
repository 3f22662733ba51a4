package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import io.highwater.common.source.FileFormat;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.source.feed.FileFeed;
import io.highwater.common.source.feed.Records;
import io.highwater.jobs.cdc.format.CanalDecoder;
import io.highwater.jobs.cdc.format.ColumnsDecoder;
import io.highwater.jobs.cdc.format.ColumnsSettings;
import io.highwater.jobs.cdc.format.Connector;
import io.highwater.jobs.cdc.format.DebeziumDecoder;
import io.highwater.jobs.cdc.format.Decimals;
import io.highwater.jobs.cdc.format.Decoder;
import io.highwater.jobs.cdc.format.DeltaFeedDecoder;
import io.highwater.jobs.cdc.format.DmsDecoder;
import io.highwater.jobs.cdc.format.EmbeddedSchema;
import io.highwater.jobs.cdc.format.FlattenedDebeziumDecoder;
import io.highwater.jobs.cdc.format.GoldenGateDecoder;
import io.highwater.jobs.cdc.format.KeyNames;
import io.highwater.jobs.cdc.format.MaxwellDecoder;
import io.highwater.jobs.cdc.format.TextColumn;
import io.highwater.jobs.cdc.format.TimeUnit;
import io.highwater.jobs.cdc.format.ValueRules;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The same changes of a table of twelve columns in every format, one file each. */
record DecoderFeeds(SparkSession spark, Path directory, long events) {
    static final StructType TABLE = StructType.fromDDL("id BIGINT, customer_id INT, name STRING, email STRING,"
            + " amount DECIMAL(10,2), price DOUBLE, quantity INT, paid BOOLEAN, ordered DATE, created_at TIMESTAMP,"
            + " updated_at TIMESTAMP, note STRING");
    private static final StructType HEADER = StructType.fromDDL("Op STRING, AR_H_CHANGE_SEQ STRING");
    private static final List<String> KEY = List.of("id");

    private static final String ROW =
            "'{\"id\":', id, ',\"customer_id\":', id % 1000, ',\"name\":\"customer number ', id,"
                    + " '\",\"email\":\"someone', id, '@example.com\",\"amount\":AMOUNT,\"price\":12.5,\"quantity\":3,\"paid\":true,"
                    + "\"ordered\":ORDERED,\"created_at\":CREATED,\"updated_at\":\"2024-01-01T00:00:00.123456Z\",\"note\":null'";
    private static final String CONNECT =
            ROW.replace("AMOUNT", "\"BNI=\"").replace("ORDERED", "19000").replace("CREATED", "1700000000000000");
    private static final String WORDS = ROW.replace("AMOUNT", "12.34")
            .replace("ORDERED", "\"2024-01-01\"")
            .replace("CREATED", "\"2024-01-01 00:00:00.123456\"");
    private static final String ENVELOPE = "'{\"before\":null,\"after\":', " + CONNECT
            + ", '},\"source\":{\"version\":\"3.1.0.Final\",\"connector\":\"postgresql\",\"name\":\"shop\","
            + "\"ts_ms\":1700000000000,\"snapshot\":\"false\",\"db\":\"shop\",\"sequence\":\"[\\\\\"24023128\\\\\",\\\\\"24023128"
            + "\\\\\"]\",\"schema\":\"public\",\"table\":\"orders\",\"txId\":555,\"lsn\":24023128,\"xmin\":null},\"op\":\"u\","
            + "\"ts_ms\":1700000000123,\"transaction\":null}'";
    private static final String SCHEMA = schema();

    /**
     * A feed.
     *
     * @param plain its bytes, read as text or, where they are none, as the columns they are
     * @param records its records
     * @param columns how its values are spelled
     */
    record Case(
            Dataset<Row> plain,
            Dataset<Row> records,
            Decoder decoder,
            Optional<String> schema,
            List<TextColumn> columns) {
        /** Events as they are decoded. */
        Dataset<Row> decoded() {
            return decoder.events(records);
        }

        /** Events whose rows are the table's. */
        Dataset<Row> typed() {
            List<TableRows.Version.Read> reads = columns.stream()
                    .map(column -> new TableRows.Version.Read(column.name(), column.name(), column))
                    .toList();
            TableRows.Version version = new TableRows.Version(schema, reads);
            return new TableRows(TABLE, KEY, CdcSettings.Nulls.TAKEN, List.of(version)).of(decoded());
        }
    }

    Map<String, Supplier<Case>> all() {
        Map<String, Supplier<Case>> feeds = new LinkedHashMap<>();
        Decoder debezium = new DebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64);
        feeds.put("debezium", () -> connect(ENVELOPE, debezium));
        feeds.put("debezium, schema", () -> withSchema(debezium));
        feeds.put("debezium, exact", () -> connect(ENVELOPE, new DebeziumDecoder(Connector.POSTGRESQL, Decimals.TEXT)));
        feeds.put(
                "flattened",
                () -> connect(
                        "'{', " + CONNECT.replace("'{", "'")
                                + ", ',\"__op\":\"u\",\"__deleted\":\"false\",\"__lsn\":24023128,\"__table\":\"orders\"}'",
                        new FlattenedDebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64)));
        feeds.put(
                "maxwell",
                () -> words(
                        "'{\"database\":\"shop\",\"table\":\"orders\",\"type\":\"update\",\"ts\":1700000000,\"xid\":5,\"data\":', "
                                + WORDS + ", '},\"old\":{\"price\":1.5}}'",
                        new MaxwellDecoder(KeyNames.of(KEY))));
        feeds.put(
                "canal",
                () -> words(
                        "'{\"data\":[', " + WORDS
                                + ", '}],\"database\":\"shop\",\"es\":1700000000000,\"id\":5,\"isDdl\":false,"
                                + "\"old\":[{\"price\":\"1.5\"}],\"pkNames\":[\"id\"],\"table\":\"orders\",\"ts\":1700000000000,"
                                + "\"type\":\"UPDATE\"}'",
                        new CanalDecoder(KeyNames.of(KEY))));
        feeds.put(
                "goldengate",
                () -> words(
                        "'{\"table\":\"SHOP.ORDERS\",\"op_type\":\"U\",\"op_ts\":\"2024-01-01 00:00:00\",\"pos\":\"', lpad(id, 20, '0'),"
                                + " '\",\"after\":', " + WORDS + ", '}}'",
                        new GoldenGateDecoder(KeyNames.of(KEY))));
        feeds.put(
                "columns, json",
                () -> words(
                        WORDS + ", '}'",
                        new ColumnsDecoder(
                                ColumnsSettings.of(Optional.empty(), KEY),
                                StructType.fromDDL(Records.VALUE + " STRING"))));
        feeds.put("columns, parquet", () -> columns(FileFormat.PARQUET, "columns"));
        feeds.put("dms, csv", () -> columns(FileFormat.CSV, "dms"));
        feeds.put("dms, parquet", () -> columns(FileFormat.PARQUET, "dms"));
        feeds.put("delta", this::delta);
        return feeds;
    }

    private Case connect(String json, Decoder decoder) {
        return text(json, decoder, Optional.empty(), new ValueRules(Decimals.BASE64, Optional.of(TimeUnit.MICROS)));
    }

    private Case words(String json, Decoder decoder) {
        return text(json, decoder, Optional.empty(), ValueRules.TEXT);
    }

    private Case withSchema(Decoder debezium) {
        Case bare = connect("'{\"schema\":" + SCHEMA + ",\"payload\":', " + ENVELOPE + ", '}'", debezium);
        return new Case(bare.plain(), bare.records(), debezium, Optional.of(SCHEMA), EmbeddedSchema.columns(SCHEMA));
    }

    private Case text(String json, Decoder decoder, Optional<String> schema, ValueRules rules) {
        ids().selectExpr("concat(" + json + ") AS value")
                .write()
                .mode("overwrite")
                .text(path());
        FileFeed feed = new FileFeed(path(), FileFormat.JSON, Optional.empty(), Map.of());
        return new Case(spark.read().text(path()), feed.present(spark), decoder, schema, spelled(TABLE, rules));
    }

    private Case columns(FileFormat format, String as) {
        rows().write().mode("overwrite").format(format.name()).save(path());
        boolean csv = format == FileFormat.CSV;
        StructType columns = HEADER.merge(TABLE, true);
        FileFeed feed = new FileFeed(path(), format, Optional.of(csv ? texts(columns) : columns.toDDL()), Map.of());
        Dataset<Row> records = feed.present(spark);
        Dataset<Row> good =
                csv ? records.filter(col(Records.MALFORMED).isNull()).drop(Records.MALFORMED) : records;
        Decoder decoder = as.equals("dms")
                ? new DmsDecoder(good.schema(), Optional.empty())
                : new ColumnsDecoder(ColumnsSettings.of(Optional.empty(), KEY), good.schema());
        Dataset<Row> plain = csv
                ? spark.read().text(path())
                : spark.read().format(format.name()).load(path());
        return new Case(plain, good, decoder, Optional.empty(), spelled(TABLE, ValueRules.TEXT));
    }

    private Case delta() {
        rows().drop(HEADER.fieldNames())
                .write()
                .format("delta")
                .option("delta.enableChangeDataFeed", "true")
                .save(path());
        Dataset<Row> records = Feed.numbered(spark.read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", 0)
                .load(path())
                .withColumn(Records.ORIGIN, lit(path()))
                .withColumn(Records.BLOCK, lit(0L)));
        Dataset<Row> plain = spark.read().format("delta").load(path());
        return new Case(
                plain,
                records,
                new DeltaFeedDecoder(KeyNames.of(KEY)),
                Optional.empty(),
                spelled(TABLE, ValueRules.TEXT));
    }

    private Dataset<Row> ids() {
        return spark.range(0, events, 1, 1).toDF();
    }

    private Dataset<Row> rows() {
        return ids().select(
                        col("id"),
                        from_json(org.apache.spark.sql.functions.expr("concat(" + WORDS + ", '}')"), TABLE, Map.of())
                                .as("row"))
                .selectExpr("'U' AS Op", "lpad(id, 35, '0') AS AR_H_CHANGE_SEQ", "row.*");
    }

    /** Each feed takes the place of the one before it. */
    String path() {
        return directory.resolve("feed").toString();
    }

    private static List<TextColumn> spelled(StructType columns, ValueRules rules) {
        return Arrays.stream(columns.fields())
                .map(field -> TextColumn.of(field.name(), field.dataType(), rules))
                .toList();
    }

    private static String texts(StructType columns) {
        return String.join(
                ", ",
                Arrays.stream(columns.fieldNames())
                        .map(name -> name + " STRING")
                        .toList());
    }

    private static String schema() {
        String time = "\"name\":\"io.debezium.time.";
        String row = "\"fields\":["
                + String.join(
                        ",",
                        field("int64", "id", ""),
                        field("int32", "customer_id", ""),
                        field("string", "name", ""),
                        field("string", "email", ""),
                        field(
                                "bytes",
                                "amount",
                                "\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
                                        + "\"parameters\":{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"},"),
                        field("double", "price", ""),
                        field("int32", "quantity", ""),
                        field("boolean", "paid", ""),
                        field("int32", "ordered", time + "Date\",\"version\":1,"),
                        field("int64", "created_at", time + "MicroTimestamp\",\"version\":1,"),
                        field("string", "updated_at", time + "ZonedTimestamp\",\"version\":1,"),
                        field("string", "note", ""))
                + "],\"optional\":true,\"name\":\"shop.public.orders.Value\",";
        return "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\"," + row
                + "\"field\":\"before\"},{\"type\":\"struct\"," + row
                + "\"field\":\"after\"},{\"type\":\"struct\",\"fields\":[" + field("string", "version", "") + ","
                + field("int64", "ts_ms", "")
                + "],\"optional\":false,\"name\":\"io.debezium.connector.postgresql.Source\","
                + "\"field\":\"source\"}," + field("string", "op", "") + "," + field("int64", "ts_ms", "")
                + "],\"optional\":false,\"name\":\"shop.public.orders.Envelope\",\"version\":2}";
    }

    private static String field(String type, String name, String logical) {
        return "{\"type\":\"" + type + "\",\"optional\":true," + logical + "\"field\":\"" + name + "\"}";
    }
}
