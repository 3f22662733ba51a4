package io.highwater.common.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Who made a data commit, carried by the commit itself: as JSON in its {@code userMetadata}, and as the transaction
 * {@code highwater:<job>} = generation, which outlives the history in the table's checkpoints.
 *
 * @param job the job's name
 * @param run the run
 * @param generation the lease the run held
 * @param operation what was done, such as {@code full-refresh} or {@code undo}
 * @param facts more of what is worth knowing about the commit, such as {@code rows}
 */
public record Stamp(String job, String run, long generation, String operation, Map<String, String> facts) {
    /** Fact: rows of the table after the commit. */
    public static final String ROWS = "rows";
    /** Fact: an order-independent digest of the content. */
    public static final String DIGEST = "digest";
    /** Fact: the version whose content an undo brought back. */
    public static final String RESTORED = "restored";
    /** Fact: rows that were set aside. */
    public static final String QUARANTINED = "quarantined";

    /** Fact: the first position of the cursor that is not loaded. */
    public static final String WATERMARK = "watermark";
    /** Fact: the column that the watermark is about. */
    public static final String CURSOR = "cursor";
    /** Fact: what the cursor counts. */
    public static final String CURSOR_TYPE = "cursor-type";
    /** Fact: the zone of a cursor whose values carry none. */
    public static final String ZONE = "zone";
    /** Fact: when the target's keys were last compared with the source's. */
    public static final String KEYS_COMPARED = "keys-compared";
    /** Fact: the number of the feed's micro-batch; also the transaction {@code highwater:<job>:batch}. */
    public static final String BATCH = "batch";
    /** Fact: which reading of the feed the batch is numbered in. */
    public static final String FEED = "feed";
    /** Fact: the columns of the table's key, with commas between them. */
    public static final String KEY = "key";
    /** Fact: whether the table keeps earlier versions of rows; every merge of change events says it. */
    public static final String HISTORY = "history";
    /** Fact: where beside the state the deletions are remembered that the table does not show, below all such places. */
    public static final String TOMBSTONES = "tombstones";
    /** Fact: where beside the state all events are remembered that the table's periods follow from, below all such places. */
    public static final String EVENTS = "event-log";
    /** Fact: the column whose dates the commit is about. */
    public static final String COLUMN = "column";
    /** Fact: what that column's positions are. */
    public static final String COLUMN_TYPE = "column-type";
    /** Fact: how far the source could be read without missing rows when these were read. */
    public static final String SEEN = "seen";
    /** Fact: the position of the source's clock before these were read. */
    public static final String AS_OF = "as-of";
    /** Fact: the first position of the intervals that the commit replaces. */
    public static final String FROM = "from";
    /** Fact: the first position after them. */
    public static final String TO = "to";
    /** Fact: rows that went because the source does not have them any more. */
    public static final String DELETED = "deleted";
    /** Fact: the version whose rows these are still, of a commit that changed none. */
    public static final String ROWS_OF = "rows-of";
    /** Fact: the run that made the commit had more to commit. */
    public static final String MORE = "more";

    /** Operation: the same rows in other files, or other properties. */
    public static final String UPKEEP = "upkeep";

    private static final ObjectMapper JSON = new ObjectMapper();

    public Stamp {
        facts = Map.copyOf(facts);
    }

    /** The name under which a job's commits are numbered in a Delta log. */
    public static String transactionName(String job) {
        return "highwater:" + job;
    }

    /** A fact that is a number. */
    public OptionalLong number(String fact) {
        String value = facts.get(fact);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    /** The stamp with more facts. */
    public Stamp with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(facts);
        all.putAll(more);
        return new Stamp(job, run, generation, operation, all);
    }

    /** The columns that the job tells rows apart by; none if it does not say. */
    public List<String> key() {
        String key = facts.getOrDefault(KEY, "");
        return key.isEmpty() ? List.of() : List.of(key.split(",", -1));
    }

    /**
     * The stamp of a commit that changes no row. It says of the table what the job's last commit said, because it is the same
     * table; that it was made for the table's upkeep tells it from a load, and it names the version that it speaks of, so that
     * what others did after that is still seen.
     */
    Stamp overSameRows(StampedCommit last) {
        Map<String, String> same = new TreeMap<>(last.stamp().facts());
        same.remove(MORE);
        same.put(ROWS_OF, Long.toString(last.rowsOf()));
        return new Stamp(job, run, generation, UPKEEP, same);
    }

    /** The facts that say how far the job has come. */
    public Map<String, String> progress() {
        Map<String, String> progress = new TreeMap<>(facts);
        progress.keySet().retainAll(List.of(WATERMARK, CURSOR, CURSOR_TYPE, ZONE, KEYS_COMPARED));
        return progress;
    }

    /** The stamp as one line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("job", job);
        json.put("run", run);
        json.put("generation", generation);
        json.put("operation", operation);
        new TreeMap<>(facts).forEach(json::put);
        return json.toString();
    }

    /** The stamp that some commit's {@code userMetadata} holds; empty if it is somebody else's text. */
    public static Optional<Stamp> parse(String userMetadata) {
        try {
            JsonNode json = JSON.readTree(userMetadata);
            if (!json.path("job").isTextual() || !json.path("generation").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(new Stamp(
                    json.path("job").asText(),
                    json.path("run").asText(),
                    json.path("generation").asLong(),
                    json.path("operation").asText(),
                    facts(json)));
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    private static Map<String, String> facts(JsonNode json) {
        Map<String, String> facts = new TreeMap<>();
        json.properties()
                .forEach(field -> facts.put(field.getKey(), field.getValue().asText()));
        facts.keySet().removeAll(List.of("job", "run", "generation", "operation"));
        return facts;
    }
}
