package io.highwater.jobs;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a small table as Delta Kernel reads them: another reader than Spark's, which the code under test uses. Spark has them
 * as a list, and answers questions about it in a fraction of the time.
 */
final class ListedRows {
    private static final Engine ENGINE = DefaultEngine.create(new Configuration());
    private static final Set<String> KNOWN = Set.of(
            "long", "integer", "short", "byte", "boolean", "double", "float", "string", "binary", "date", "timestamp");
    private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);
    private static final Pattern TABLE = Pattern.compile("delta\\.`(/[^`@]+)`");
    private static final String LOCAL = "timestamp_ntz";
    private static final String DECIMAL = "decimal";

    private final Snapshot table;
    private final org.apache.spark.sql.types.StructType columns;

    private ListedRows(Path path) {
        this.table = TableManager.loadSnapshot(path.toString()).build(ENGINE);
        this.columns = (org.apache.spark.sql.types.StructType)
                DataType.fromJson(DataTypeJsonSerDe.serializeDataType(table.getSchema()));
    }

    /** A statement that asks for rows of tables that are named by their paths, with such lists in the place of those that can be read. */
    static String inPlaceOfTables(SparkSession spark, String sql) {
        if (!sql.startsWith("SELECT") || sql.contains("_metadata")) {
            return sql;
        }
        int[] views = {0};
        return TABLE.matcher(sql)
                .replaceAll(table -> of(spark, Path.of(table.group(1)))
                        .map(rows -> {
                            String view = "listed_rows_" + views[0]++;
                            rows.createOrReplaceTempView(view);
                            return view;
                        })
                        .orElse(Matcher.quoteReplacement(table.group())));
    }

    /** Those of a table as it is now; empty if it is not there, or Kernel or this cannot read it. */
    private static Optional<Dataset<Row>> of(SparkSession spark, Path path) {
        try {
            ListedRows rows = new ListedRows(path);
            return rows.areAllKnown()
                    ? Optional.of(
                            spark.createDataFrame(rows.all(), rows.columns).coalesce(1))
                    : Optional.empty();
        } catch (KernelException other) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean areAllKnown() {
        return Stream.of(columns.fields())
                .map(StructField::dataType)
                .allMatch(type -> KNOWN.contains(type.typeName())
                        || type.typeName().equals(LOCAL)
                        || type.typeName().startsWith(DECIMAL)
                        || DataType.equalsIgnoreNullability(type, TEXTS));
    }

    private List<Row> all() throws IOException {
        List<Row> all = new ArrayList<>();
        Scan scan = table.getScanBuilder().build();
        io.delta.kernel.data.Row state = scan.getScanState(ENGINE);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<io.delta.kernel.data.Row> files =
                        batches.next().getRows()) {
                    while (files.hasNext()) {
                        addThoseOf(files.next(), state, physical, all);
                    }
                }
            }
        }
        return all;
    }

    private void addThoseOf(
            io.delta.kernel.data.Row file, io.delta.kernel.data.Row state, StructType physical, List<Row> all)
            throws IOException {
        try (var data = ENGINE.getParquetHandler()
                        .readParquetFiles(
                                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                                physical,
                                Optional.empty());
                var batches = Scan.transformPhysicalData(ENGINE, state, file, data.map(read -> read.getData()))) {
            while (batches.hasNext()) {
                batches.next().getRows().forEachRemaining(row -> all.add(row(row)));
            }
        }
    }

    private Row row(io.delta.kernel.data.Row row) {
        StructField[] fields = columns.fields();
        return RowFactory.create(IntStream.range(0, fields.length)
                .mapToObj(i -> row.isNullAt(i)
                        ? null
                        : value(row, i, fields[i].dataType().typeName()))
                .toArray());
    }

    private static Object value(io.delta.kernel.data.Row row, int i, String type) {
        return switch (type) {
            case "long" -> row.getLong(i);
            case "integer" -> row.getInt(i);
            case "short" -> row.getShort(i);
            case "byte" -> row.getByte(i);
            case "boolean" -> row.getBoolean(i);
            case "double" -> row.getDouble(i);
            case "float" -> row.getFloat(i);
            case "string" -> row.getString(i);
            case "binary" -> row.getBinary(i);
            case "date" -> LocalDate.ofEpochDay(row.getInt(i));
            case "timestamp" -> instant(row.getLong(i));
            case LOCAL -> LocalDateTime.ofInstant(instant(row.getLong(i)), ZoneOffset.UTC);
            case "array" -> texts(row.getArray(i));
            default -> row.getDecimal(i);
        };
    }

    private static String[] texts(ArrayValue array) {
        return IntStream.range(0, array.getSize())
                .mapToObj(i -> array.getElements().isNullAt(i)
                        ? null
                        : array.getElements().getString(i))
                .toArray(String[]::new);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
