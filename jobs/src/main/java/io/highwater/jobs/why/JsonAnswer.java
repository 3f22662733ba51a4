package io.highwater.jobs.why;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer for programs: one JSON object for each commit, newest first. Values are texts and complete. */
final class JsonAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonAnswer() {}

    static List<String> lines(Answer answer) {
        List<String> lines = new ArrayList<>();
        answer.deletions().forEach(deletion -> lines.add(remembered(deletion)));
        answer.deeds().forEach(deed -> lines.add(line(deed)));
        answer.gaps().forEach(gap -> lines.add(object("gap").put("note", gap).toString()));
        return lines;
    }

    private static String line(Deed deed) {
        ObjectNode json = object("commit").put("version", deed.change().version());
        deed.change().at().ifPresent(at -> json.put("at", at.toString()));
        json.put("operation", deed.operation());
        deed.change()
                .stamp()
                .ifPresent(stamp ->
                        json.put("job", stamp.job()).put("run", stamp.run()).put("generation", stamp.generation()));
        deed.batch().ifPresent(batch -> json.put("batch", Long.parseLong(batch)));
        deed.period().ifPresent(period -> json.put("period", period));
        deed.sequence().ifPresent(sequence -> json.put("sequence", sequence));
        json.put("kind", deed.change().kind().name().toLowerCase(Locale.ROOT)).put("did", deed.did());
        ObjectNode columns = json.putObject("columns");
        deed.columns()
                .forEach((column, values) -> columns.putObject(column)
                        .put("old", values.before().orElse(null))
                        .put("new", values.after().orElse(null)));
        return json.toString();
    }

    private static String remembered(RememberedDeletion deletion) {
        return object("tombstone")
                .put("sequence", deletion.sequence())
                .put("deleted_at", deletion.deletedAt().orElse(null))
                .put("run", deletion.run())
                .put("generation", deletion.generation())
                .toString();
    }

    private static ObjectNode object(String type) {
        return JSON.createObjectNode().put("type", type);
    }
}
