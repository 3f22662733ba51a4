package io.highwater.jobs.bench;

import io.highwater.common.testing.S3Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests by what they do and by what they are for. */
final class RequestTable {
    private static final List<String> OPERATIONS = List.of("GET", "HEAD", "LIST", "PUT", "POST", "DELETE");
    private static final List<String> PURPOSES = List.of(
            "target log", "target data", "state log", "state data", "checkpoint", "source", "configuration", "others");

    private final List<String> lines = new ArrayList<>();

    RequestTable() {
        lines.add("| run | all | " + String.join(" | ", OPERATIONS) + " | " + String.join(" | ", PURPOSES) + " |");
        lines.add("|---|" + "---|".repeat(1 + OPERATIONS.size() + PURPOSES.size()));
    }

    void add(String run, List<S3Request> requests) {
        Map<String, Long> does = counted(requests, S3Request::operation);
        Map<String, Long> isFor = counted(requests, RequestTable::purpose);
        StringBuilder line = new StringBuilder("| " + run + " | " + requests.size() + " |");
        OPERATIONS.forEach(
                name -> line.append(" ").append(does.getOrDefault(name, 0L)).append(" |"));
        PURPOSES.forEach(
                name -> line.append(" ").append(isFor.getOrDefault(name, 0L)).append(" |"));
        lines.add(line.toString());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static Map<String, Long> counted(List<S3Request> requests, Function<S3Request, String> by) {
        return requests.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    /** What a request is for, by the directory of what it asks for. */
    static String purpose(S3Request request) {
        String key = request.key();
        boolean log = key.contains("/_delta_log");
        if (key.startsWith("orders")) {
            return log ? "target log" : "target data";
        }
        if (key.startsWith("state")) {
            return log ? "state log" : key.startsWith("state/checkpoints") ? "checkpoint" : "state data";
        }
        return key.startsWith("feed") ? "source" : key.startsWith("conf") ? "configuration" : "others";
    }
}
