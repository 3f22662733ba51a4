package io.highwater.jobs.cdc.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.feed.Records;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Tells the format of a feed from a few of its records, or from their columns. */
public final class Detection {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String REMEDY = " Say it with highwater.cdc.format = debezium, debezium-flattened, goldengate,"
            + " canal, maxwell, dms, delta or columns.";

    private Detection() {}

    /**
     * The format of records that are texts.
     *
     * @param records some records, with the column {@link Records#VALUE}
     * @param source what they come from, for messages
     * @throws UserException if they have no known format, or several
     */
    public static Detected ofTexts(List<Row> records, String source) {
        List<JsonNode> objects = objects(records);
        List<Detected> found =
                objects.stream().flatMap(object -> detected(object).stream()).toList();
        Set<Format> formats = found.stream().map(Detected::format).collect(Collectors.toSet());
        if (formats.size() == 1) {
            return withConnector(found);
        }
        throw unclear(source, formats.isEmpty() ? nothingKnown(records, objects) : several(found));
    }

    /**
     * The format of records with columns of their own.
     *
     * @param records their columns
     * @param source what they come from, for messages
     * @throws UserException if they have no known format
     */
    public static Detected ofColumns(StructType records, String source) {
        List<String> columns = new TypedRecords(records).own();
        if (columns.contains(DeltaFeedDecoder.CHANGE) && columns.contains(DeltaFeedDecoder.VERSION)) {
            return new Detected(Format.DELTA, Optional.empty(), "columns _change_type and _commit_version");
        }
        Optional<String> dms = columns.stream()
                .filter(name -> name.equals(DmsDecoder.OP) || name.startsWith(DmsDecoder.HEADER))
                .findFirst();
        return dms.map(name -> new Detected(Format.DMS, Optional.empty(), "column " + name))
                .orElseThrow(() -> unclear(source, "its columns are " + columns));
    }

    private static Optional<Detected> detected(JsonNode record) {
        JsonNode payload = record.path("payload");
        return inEnvelope(payload, "payload.")
                .or(() -> inEnvelope(record, ""))
                .or(() -> flattened(payload))
                .or(() -> flattened(record))
                .or(() -> withoutDebezium(record));
    }

    private static Optional<Detected> inEnvelope(JsonNode envelope, String path) {
        if (!envelope.has("op") || !(envelope.has("source") || !path.isEmpty())) {
            return Optional.empty();
        }
        Optional<Connector> connector =
                Connector.named(envelope.path("source").path("connector").asText(""));
        String evidence = path + "op and " + path + "source"
                + connector
                        .map(system -> " of " + system.name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("");
        return Optional.of(new Detected(Format.DEBEZIUM, connector, evidence));
    }

    private static Optional<Detected> flattened(JsonNode row) {
        if (!row.has("__op") && !row.has("__deleted")) {
            return Optional.empty();
        }
        String mark = row.has("__op") ? "__op" : "__deleted";
        return Optional.of(new Detected(Format.DEBEZIUM_FLATTENED, connectorOf(row), mark));
    }

    private static Optional<Connector> connectorOf(JsonNode row) {
        String said =
                row.path("__source_connector").asText(row.path("__connector").asText(""));
        return Connector.named(said).or(() -> {
            if (added(row, "change_lsn") || added(row, "commit_lsn")) {
                return Optional.of(Connector.SQLSERVER);
            }
            if (added(row, "lsn") || added(row, "sequence")) {
                return Optional.of(Connector.POSTGRESQL);
            }
            if (added(row, "pos")) {
                return Optional.of(Connector.MYSQL);
            }
            return added(row, "scn") ? Optional.of(Connector.ORACLE) : Optional.empty();
        });
    }

    private static boolean added(JsonNode row, String field) {
        return row.has("__" + field) || row.has("__source_" + field);
    }

    private static Optional<Detected> withoutDebezium(JsonNode record) {
        if (record.has("op_type") && record.has("pos")) {
            return Optional.of(new Detected(Format.GOLDENGATE, Optional.empty(), "op_type and pos"));
        }
        if (record.has("isDdl")
                && (record.path("data").isArray() || record.path("isDdl").asBoolean())) {
            return Optional.of(new Detected(Format.CANAL, Optional.empty(), "isDdl and an array data"));
        }
        if (record.has("type")
                && (record.has("xid") || record.has("commit"))
                && record.path("data").isObject()) {
            return Optional.of(new Detected(Format.MAXWELL, Optional.empty(), "type, xid and an object data"));
        }
        return Optional.empty();
    }

    private static Detected withConnector(List<Detected> found) {
        Set<Connector> connectors =
                found.stream().flatMap(each -> each.connector().stream()).collect(Collectors.toSet());
        return connectors.size() > 1
                ? new Detected(found.get(0).format(), Optional.empty(), "events of " + connectors)
                : found.stream()
                        .filter(each -> each.connector().isPresent())
                        .findFirst()
                        .orElse(found.get(0));
    }

    private static List<JsonNode> objects(List<Row> records) {
        List<JsonNode> objects = new ArrayList<>();
        for (Row record : records) {
            parsed(record.getAs(Records.VALUE)).filter(JsonNode::isObject).ifPresent(objects::add);
        }
        return objects;
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return text == null ? Optional.empty() : Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private static String nothingKnown(List<Row> records, List<JsonNode> objects) {
        if (objects.isEmpty()) {
            return "none of " + records.size() + " records looked at is a JSON object";
        }
        List<String> names = new ArrayList<>();
        objects.get(0).fieldNames().forEachRemaining(names::add);
        return "a record has the fields " + names;
    }

    private static String several(Collection<Detected> found) {
        return found.stream()
                .map(each -> each.format() + " (" + each.evidence() + ")")
                .distinct()
                .collect(Collectors.joining(", ", "its records are of several: ", ""));
    }

    private static UserException unclear(String source, String why) {
        return new UserException(
                ExitCode.CONFIGURATION, "Cannot tell the format of " + source + ": " + why + "." + REMEDY);
    }
}
