package io.highwater.common.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A lease as the JSON text of a note. */
final class LeaseNote {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "highwater.lease.";

    private LeaseNote() {}

    static String name(String job) {
        return PREFIX + job;
    }

    static boolean isLease(String noteName) {
        return noteName.startsWith(PREFIX);
    }

    static String text(Lease lease) {
        return node(lease).toString();
    }

    static Lease lease(String text) {
        try {
            return lease(JSON.readTree(text));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A lease in the state is not readable: " + text, broken);
        }
    }

    private static ObjectNode node(Lease lease) {
        ObjectNode note = JSON.createObjectNode();
        note.put("job", lease.job());
        note.put("run", lease.run());
        note.put("pattern", lease.pattern());
        note.put("target", lease.target());
        note.put("generation", lease.generation());
        note.put("state", lease.state().name());
        note.put("since", lease.since().toString());
        note.put("renewedAt", lease.renewedAt().toString());
        note.put("term", lease.term().toString());
        note.set("holder", node(lease.holder()));
        ArrayNode unsettled = note.putArray("unsettled");
        lease.unsettled().forEach(earlier -> unsettled.add(node(earlier)));
        return note;
    }

    private static ObjectNode node(Holder holder) {
        return JSON.createObjectNode()
                .put("host", holder.host())
                .put("system", holder.system())
                .put("pid", holder.pid())
                .put("started", holder.started())
                .put("user", holder.user());
    }

    private static Lease lease(JsonNode note) {
        List<Lease> unsettled = new ArrayList<>();
        note.path("unsettled").forEach(earlier -> unsettled.add(lease(earlier)));
        return new Lease(
                note.path("job").asText(),
                note.path("run").asText(),
                note.path("pattern").asText(),
                note.path("target").asText(),
                note.path("generation").asLong(),
                holder(note.path("holder")),
                Instant.parse(note.path("since").asText()),
                Instant.parse(note.path("renewedAt").asText()),
                Duration.parse(note.path("term").asText()),
                Lease.State.valueOf(note.path("state").asText()),
                unsettled);
    }

    private static Holder holder(JsonNode holder) {
        return new Holder(
                holder.path("host").asText(),
                holder.path("system").asText(),
                holder.path("pid").asLong(),
                holder.path("started").asLong(),
                holder.path("user").asText());
    }
}
