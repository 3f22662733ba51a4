package io.highwater.jobs.cdc.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The schema that Kafka Connect sends with every record, if it is told to. */
public final class EmbeddedSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_DIGITS = 38;
    private static final String DEBEZIUM_TIME = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";

    private EmbeddedSchema() {}

    /**
     * The columns of the row, in the schema's order: of an envelope those of {@code after}, of a flattened record all but
     * what the transformation added. None for MongoDB, whose documents have no schema. A type that is not known is read as
     * STRING.
     *
     * @throws UserException if the text is no such schema
     */
    public static List<TextColumn> columns(String schemaJson) {
        JsonNode schema = parsed(schemaJson);
        JsonNode fields = after(schema).map(row -> row.path("fields")).orElse(schema.path("fields"));
        return StreamSupport.stream(fields.spliterator(), false)
                .filter(field -> !field.path("field").asText().startsWith("__"))
                .map(field -> column(field.path("field").asText(), field))
                .toList();
    }

    private static Optional<JsonNode> after(JsonNode schema) {
        boolean envelope =
                field(schema, "op").isPresent() && field(schema, "source").isPresent();
        return envelope ? field(schema, "after") : Optional.empty();
    }

    private static Optional<JsonNode> field(JsonNode schema, String name) {
        return StreamSupport.stream(schema.path("fields").spliterator(), false)
                .filter(field -> field.path("field").asText().equals(name))
                .findFirst();
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode schema = JSON.readTree(text);
            if (schema.path("fields").isArray()) {
                return schema;
            }
        } catch (JsonProcessingException malformed) {
            throw unusable(text, malformed);
        }
        throw unusable(text, null);
    }

    private static UserException unusable(String text, Exception cause) {
        String start = text.substring(0, Math.min(text.length(), 80));
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot use the schema that came with a record: expected a struct with fields, as Kafka Connect writes it,"
                        + " and found " + start + ".",
                cause);
    }

    private static TextColumn column(String name, JsonNode schema) {
        String logical = schema.path("name").asText("");
        if (logical.startsWith(DEBEZIUM_TIME)) {
            return time(name, logical.substring(DEBEZIUM_TIME.length()), schema);
        }
        if (logical.startsWith(CONNECT)) {
            return connect(name, logical.substring(CONNECT.length()), schema);
        }
        if (logical.equals("io.debezium.data.VariableScaleDecimal")) {
            return new TextColumn(name, DataTypes.createDecimalType(MOST_DIGITS, 18), new Encoding.VariableScale());
        }
        return logical.startsWith("io.debezium.data.geometry.") ? text(name) : simple(name, schema);
    }

    private static TextColumn time(String name, String logical, JsonNode schema) {
        return switch (logical) {
            case "Date" -> new TextColumn(name, DataTypes.DateType, new Encoding.Days());
            case "Time" -> ofDay(name, TimeUnit.MILLIS);
            case "MicroTime" -> ofDay(name, TimeUnit.MICROS);
            case "NanoTime" -> ofDay(name, TimeUnit.NANOS);
            case "Timestamp" -> instant(name, new Encoding.Ticks(TimeUnit.MILLIS));
            case "MicroTimestamp" -> instant(name, new Encoding.Ticks(TimeUnit.MICROS));
            case "NanoTimestamp" -> instant(name, new Encoding.Ticks(TimeUnit.NANOS));
            case "ZonedTimestamp", "IsoTimestamp" -> instant(name, new Encoding.Plain());
            default -> simple(name, schema);
        };
    }

    private static TextColumn connect(String name, String logical, JsonNode schema) {
        return switch (logical) {
            case "Date" -> new TextColumn(name, DataTypes.DateType, new Encoding.Days());
            case "Time" -> ofDay(name, TimeUnit.MILLIS);
            case "Timestamp" -> instant(name, new Encoding.Ticks(TimeUnit.MILLIS));
            case "Decimal" -> decimal(name, schema.path("parameters"));
            default -> simple(name, schema);
        };
    }

    private static TextColumn decimal(String name, JsonNode parameters) {
        int scale = parameters.path("scale").asInt(0);
        int precision = parameters.path("connect.decimal.precision").asInt(MOST_DIGITS);
        int kept = Math.min(Math.max(scale, 0), MOST_DIGITS);
        int digits = scale < 0 ? precision - scale : Math.max(precision, kept);
        DataType type = DataTypes.createDecimalType(Math.min(Math.max(digits, 1), MOST_DIGITS), kept);
        return new TextColumn(name, type, new Encoding.Unscaled(scale));
    }

    private static TextColumn simple(String name, JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "int8" -> plain(name, DataTypes.ByteType);
            case "int16" -> plain(name, DataTypes.ShortType);
            case "int32" -> plain(name, DataTypes.IntegerType);
            case "int64" -> plain(name, DataTypes.LongType);
            case "float", "float32" -> plain(name, DataTypes.FloatType);
            case "double", "float64" -> plain(name, DataTypes.DoubleType);
            case "boolean" -> plain(name, DataTypes.BooleanType);
            case "bytes" -> new TextColumn(name, DataTypes.BinaryType, new Encoding.Base64());
            case "array" -> list(name, column("element", schema.path("items")));
            case "map" -> map(name, schema);
            case "struct" -> struct(name, schema.path("fields"));
            default -> text(name);
        };
    }

    private static TextColumn list(String name, TextColumn element) {
        return new TextColumn(name, DataTypes.createArrayType(element.type()), new Encoding.ListOf(element));
    }

    private static TextColumn map(String name, JsonNode schema) {
        if (!schema.path("keys").path("type").asText().equals("string")) {
            return text(name);
        }
        TextColumn value = column("value", schema.path("values"));
        DataType type = DataTypes.createMapType(DataTypes.StringType, value.type());
        return new TextColumn(name, type, new Encoding.MapOf(value));
    }

    private static TextColumn struct(String name, JsonNode schemas) {
        List<TextColumn> fields = new ArrayList<>();
        schemas.forEach(schema -> fields.add(column(schema.path("field").asText(), schema)));
        StructField[] types = fields.stream()
                .map(field -> DataTypes.createStructField(field.name(), field.type(), true))
                .toArray(StructField[]::new);
        return new TextColumn(name, new StructType(types), new Encoding.StructOf(List.copyOf(fields)));
    }

    private static TextColumn ofDay(String name, TimeUnit unit) {
        return new TextColumn(name, DataTypes.StringType, new Encoding.TimeOfDay(unit));
    }

    private static TextColumn instant(String name, Encoding encoding) {
        return new TextColumn(name, DataTypes.TimestampType, encoding);
    }

    private static TextColumn plain(String name, DataType type) {
        return new TextColumn(name, type, new Encoding.Plain());
    }

    private static TextColumn text(String name) {
        return plain(name, DataTypes.StringType);
    }
}
