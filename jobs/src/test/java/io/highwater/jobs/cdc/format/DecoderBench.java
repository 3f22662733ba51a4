package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.source.feed.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Events per second that one core decodes and types, against reading the same files as text. {@code DIRECTORY EVENTS ROUNDS
 * [FORMAT]}.
 */
public final class DecoderBench {
    private static final String SQL_ROW =
            "'{\"id\":', id, ',\"customer_id\":', id % 1000, ',\"name\":\"customer number ', id,"
                    + " '\",\"email\":\"someone', id, '@example.com\",\"amount\":AMOUNT,\"price\":12.5,\"quantity\":3,\"paid\":true,"
                    + "\"ordered\":ORDERED,\"created_at\":CREATED,\"updated_at\":\"2024-01-01T00:00:00.123456Z\",\"note\":null}'";
    private static final String CONNECT_ROW =
            SQL_ROW.replace("AMOUNT", "\"BNI=\"").replace("ORDERED", "19000").replace("CREATED", "1700000000000000");
    private static final String PLAIN_ROW = SQL_ROW.replace("AMOUNT", "12.34")
            .replace("ORDERED", "\"2024-01-01\"")
            .replace("CREATED", "\"2024-01-01 00:00:00.123456\"");
    private static final String SOURCE =
            "\"source\":{\"version\":\"3.1.0.Final\",\"connector\":\"postgresql\",\"name\":\"shop\","
                    + "\"ts_ms\":1700000000000,\"snapshot\":\"false\",\"db\":\"shop\",\"sequence\":\"[\\\\\"24023128\\\\\",\\\\\"24023128"
                    + "\\\\\"]\",\"schema\":\"public\",\"table\":\"orders\",\"txId\":555,\"lsn\":24023128,\"xmin\":null}";
    private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"int64\",\"optional\":false,\"field\":\"column_of_the_orders_table\"},".repeat(40)
            + "{\"type\":\"int64\",\"field\":\"last\"}]}";
    private static final String TYPED =
            "id BIGINT, customer_id INT, name STRING, email STRING, amount DECIMAL(10,2), price"
                    + " DOUBLE, quantity INT, paid BOOLEAN, ordered DATE, created_at TIMESTAMP, updated_at TIMESTAMP, note STRING";

    private final SparkSession spark;
    private final Path directory;
    private final long events;
    private final int rounds;

    private DecoderBench(SparkSession spark, Path directory, long events, int rounds) {
        this.spark = spark;
        this.directory = directory;
        this.events = events;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "1")
                .getOrCreate();
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "decoders");
        DecoderBench bench =
                new DecoderBench(spark, directory, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println("format                      bytes   text k/s  decode k/s  +typing k/s  times text");
        for (Map.Entry<String, Case> each : cases().entrySet()) {
            if (arguments.length < 4 || each.getKey().startsWith(arguments[3])) {
                bench.measure(each.getKey(), each.getValue());
            }
        }
        System.exit(0);
    }

    private record Case(String files, String expression, Decoder decoder, ValueRules rules) {}

    private static Map<String, Case> cases() {
        ValueRules connect = new ValueRules(Decimals.BASE64, Optional.of(TimeUnit.MICROS));
        String envelope = "'{\"before\":null,\"after\":', " + CONNECT_ROW + ", '," + SOURCE
                + ",\"op\":\"u\",\"ts_ms\":1700000000123,\"transaction\":null}'";
        String flat = "replace(" + "concat(" + CONNECT_ROW + ")"
                + ", '\"note\":null', '\"note\":null,\"__op\":\"u\",\"__deleted\":\"false\",\"__lsn\":24023128,\"__table\":\"orders\"')";
        Map<String, Case> cases = new LinkedHashMap<>();
        Decoder debezium = new DebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64);
        cases.put("debezium", new Case("text", envelope, debezium, connect));
        cases.put(
                "debezium with schema",
                new Case(
                        "text", "'{\"schema\":" + SCHEMA + ",\"payload\":', " + envelope + ", '}'", debezium, connect));
        cases.put(
                "debezium exact",
                new Case("text", envelope, new DebeziumDecoder(Connector.POSTGRESQL, Decimals.TEXT), connect));
        cases.put(
                "flattened",
                new Case("text", flat, new FlattenedDebeziumDecoder(Connector.POSTGRESQL, Decimals.BASE64), connect));
        cases.put(
                "maxwell",
                new Case(
                        "text",
                        "'{\"database\":\"shop\",\"table\":\"orders\",\"type\":\"update\",\"ts\":1700000000,\"xid\":5,\"data\":', "
                                + PLAIN_ROW + ", ',\"old\":{\"price\":1.5}}'",
                        new MaxwellDecoder(List.of("id")),
                        ValueRules.TEXT));
        cases.put(
                "canal",
                new Case(
                        "text",
                        "'{\"data\":[', " + PLAIN_ROW
                                + ", '],\"database\":\"shop\",\"es\":1700000000000,\"id\":5,\"isDdl\":false,"
                                + "\"old\":[{\"price\":\"1.5\"}],\"pkNames\":[\"id\"],\"table\":\"orders\",\"ts\":1700000000000,"
                                + "\"type\":\"UPDATE\"}'",
                        new CanalDecoder(),
                        ValueRules.TEXT));
        cases.put(
                "goldengate",
                new Case(
                        "text",
                        "'{\"table\":\"SHOP.ORDERS\",\"op_type\":\"U\",\"op_ts\":\"2024-01-01 00:00:00\",\"pos\":\"', lpad(id, 20, '0'),"
                                + " '\",\"after\":', " + PLAIN_ROW + ", '}'",
                        new GoldenGateDecoder(List.of("id")),
                        ValueRules.TEXT));
        cases.put("columns json", new Case("text", PLAIN_ROW, null, ValueRules.TEXT));
        cases.put("dms csv", new Case("csv", PLAIN_ROW, null, ValueRules.TEXT));
        cases.put("dms parquet", new Case("parquet", PLAIN_ROW, null, ValueRules.TEXT));
        return cases;
    }

    private void measure(String name, Case each) {
        String path = directory.resolve(name.replace(' ', '-')).toString();
        Dataset<Row> rows = spark.range(0, events, 1, 1).selectExpr("concat(" + each.expression() + ") AS value");
        Dataset<Row> records = each.files().equals("text") ? texts(path, rows) : typed(path, rows, each.files());
        Decoder decoder = each.decoder() == null ? ofColumns(records) : each.decoder();
        Dataset<Row> decoded = decoder.events(records);
        Dataset<Row> plain =
                each.files().equals("parquet") ? records : spark.read().text(path);
        double text = rate(plain);
        double decode = rate(decoded);
        double typing = rate(typed(decoded, each.rules()));
        System.out.printf(
                "%-24s %8d %10.0f %11.0f %12.0f %11.1f%n",
                name, bytes(path) / events, text / 1000, decode / 1000, typing / 1000, text / typing);
    }

    private Dataset<Row> texts(String path, Dataset<Row> rows) {
        rows.write().text(path);
        return located(spark.read().text(path).withColumnRenamed("value", Records.VALUE))
                .withColumn(Records.KEY, lit(null).cast("string"))
                .withColumn(Records.TOPIC, lit(null).cast("string"));
    }

    private Dataset<Row> typed(String path, Dataset<Row> rows, String files) {
        StructType columns = StructType.fromDDL(
                files.equals("csv") ? TYPED.replaceAll("(\\w+) [A-Z]+(\\(.*?\\))?", "$1 STRING") : TYPED);
        StructType all = StructType.fromDDL("Op STRING, seq STRING").merge(columns, true);
        rows.select(org.apache
                        .spark
                        .sql
                        .functions
                        .from_json(col("value"), columns, Map.of())
                        .as("r"))
                .selectExpr("'U' AS Op", "lpad(r.id, 35, '0') AS seq", "r.*")
                .write()
                .format(files)
                .save(path);
        return located(spark.read().format(files).schema(all).load(path).withColumnRenamed("seq", "AR_H_CHANGE_SEQ"));
    }

    private static Dataset<Row> located(Dataset<Row> records) {
        return records.select(
                col("*"),
                col("_metadata.file_path").as(Records.ORIGIN),
                col("_metadata.file_block_start").as(Records.BLOCK),
                org.apache.spark.sql.functions.monotonically_increasing_id().as(Records.ORDINAL));
    }

    private static Decoder ofColumns(Dataset<Row> records) {
        boolean text = List.of(records.columns()).contains(Records.VALUE);
        ColumnsSettings settings = ColumnsSettings.of(Optional.empty(), List.of("id"));
        return text
                ? new ColumnsDecoder(settings, records.schema())
                : new DmsDecoder(records.schema(), Optional.empty());
    }

    private static Dataset<Row> typed(Dataset<Row> decoded, ValueRules rules) {
        if (!(decoded.schema().apply(Events.ROW).dataType() instanceof MapType)) {
            StructType row = (StructType) decoded.schema().apply(Events.ROW).dataType();
            if (!row.apply("amount").dataType().typeName().equals("string")) {
                return decoded;
            }
            return typedStruct(decoded, rules);
        }
        List<TextColumn> columns = new ArrayList<>();
        for (var field : StructType.fromDDL(TYPED).fields()) {
            columns.add(TextColumn.of(field.name(), field.dataType(), rules));
        }
        return new Typing(columns).of(decoded);
    }

    private static Dataset<Row> typedStruct(Dataset<Row> decoded, ValueRules rules) {
        List<Column> values = new ArrayList<>();
        List<Column> misfits = new ArrayList<>();
        for (var field : StructType.fromDDL(TYPED).fields()) {
            Column text = col(Events.ROW).getField(field.name());
            TextColumn column = TextColumn.of(field.name(), field.dataType(), rules);
            values.add(column.read(text).as(field.name()));
            misfits.add(when(column.misfit(text), lit(field.name())));
        }
        values.add(array_compact(array(misfits.toArray(Column[]::new))).as(Typing.MISFITS));
        for (String name : List.of(Events.OP, Events.SEQUENCE, Events.PROBLEM, Records.ORIGIN)) {
            values.add(col(name));
        }
        return decoded.select(values.toArray(Column[]::new));
    }

    private double rate(Dataset<Row> frame) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            frame.write().format("noop").mode("overwrite").save();
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return events / best;
    }

    private static long bytes(String path) {
        java.io.File[] files = Path.of(path).toFile().listFiles();
        long bytes = 0;
        for (java.io.File file : files == null ? new java.io.File[0] : files) {
            bytes += file.length();
        }
        return bytes;
    }
}
