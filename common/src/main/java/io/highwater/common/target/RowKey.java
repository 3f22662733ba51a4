package io.highwater.common.target;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.error.Analysis;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaColumnMapping;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What tells one row of a table from others: a value for each of some columns. */
public final class RowKey {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final StructType TEXT = new StructType().add("text", DataTypes.StringType);

    private final List<Part> parts;

    private RowKey(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private record Part(StructField field, Object value, String text) {}

    /**
     * Reads the values as the table's types.
     *
     * @param texts the values by column
     * @param table the table's columns
     * @throws UserException if the table has no such column, or a value is none of its type
     */
    public static RowKey of(SparkSession spark, Map<String, String> texts, StructType table) {
        List<Part> parts = new ArrayList<>();
        texts.forEach((name, text) -> {
            StructField field = field(name, table);
            parts.add(new Part(field, value(spark, field, text), text));
        });
        return new RowKey(parts);
    }

    /** The columns, as the table writes them. */
    public List<String> columns() {
        return parts.stream().map(part -> part.field().name()).toList();
    }

    /** True for the row. */
    public Column condition() {
        return parts.stream()
                .map(part -> col(Names.quoted(part.field().name()))
                        .equalTo(lit(part.value()).cast(part.field().dataType())))
                .reduce(Column::and)
                .orElseThrow();
    }

    /** Whether a table with other columns has those of the key. */
    boolean isIn(StructType columns) {
        return parts.stream()
                .allMatch(part -> Arrays.asList(columns.fieldNames())
                        .contains(part.field().name()));
    }

    /** False if a file's statistics say that the row is not in it. */
    boolean mayBeIn(AddFile file) {
        if (file.stats() == null) {
            return true;
        }
        try {
            JsonNode statistics = JSON.readTree(file.stats());
            return parts.stream().allMatch(part -> within(part, statistics));
        } catch (JsonProcessingException unreadable) {
            return true;
        }
    }

    /** The key as a user writes it. */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> part.field().name() + "=" + part.text())
                .collect(Collectors.joining(" "));
    }

    private static boolean within(Part part, JsonNode statistics) {
        String name = DeltaColumnMapping.getPhysicalName(part.field());
        JsonNode least = statistics.path("minValues").path(name);
        JsonNode greatest = statistics.path("maxValues").path(name);
        if (part.value() instanceof Number number && least.isNumber() && greatest.isNumber()) {
            BigDecimal value = new BigDecimal(number.toString());
            return least.decimalValue().compareTo(value) <= 0
                    && greatest.decimalValue().compareTo(value) >= 0;
        }
        boolean binary = part.field().dataType().equals(DataTypes.StringType);
        if (binary && least.isTextual() && greatest.isTextual()) {
            byte[] value = bytes(part.text());
            return Arrays.compareUnsigned(bytes(least.asText()), value) <= 0
                    && Arrays.compareUnsigned(bytes(greatest.asText()), value) >= 0;
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StructField field(String name, StructType table) {
        return Arrays.stream(table.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        ExitCode.USAGE,
                        "Cannot look for " + name + ": the table has no such column. It has "
                                + List.of(table.fieldNames()) + "."));
    }

    private static Object value(SparkSession spark, StructField field, String text) {
        String type = field.dataType().sql();
        Object value = Analysis.of(
                () -> spark.createDataFrame(List.of(RowFactory.create(text)), TEXT)
                        .select(tryCast(col("text"), field.dataType()))
                        .head()
                        .get(0),
                why -> "Cannot look for " + field.name() + "=" + text + ": a key cannot be of type " + type + ".");
        return Optional.ofNullable(value)
                .filter(found -> !(field.dataType() instanceof DecimalType) || isExact(found, text))
                .orElseThrow(() -> new UserException(
                        ExitCode.USAGE,
                        "Cannot look for " + field.name() + "=" + text + ": column " + field.name() + " is " + type
                                + ", and that is no value of it."));
    }

    /** A cast to fewer digits rounds. */
    private static boolean isExact(Object value, String text) {
        return new BigDecimal(text.strip()).compareTo((BigDecimal) value) == 0;
    }
}
