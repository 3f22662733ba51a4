package io.highwater.jobs.advisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.report.TextTable;
import io.highwater.common.source.catalog.DatabaseFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was found out and is advised, to read.
 *
 * @param runs how many runs of these tables' jobs are known
 */
record AdviceReport(DatabaseFacts database, long runs, List<Advice> advice) {
    private static final List<String> HEADINGS = List.of("table", "rows", "size", "pattern", "why");

    /** A line for each table, then what to keep an eye on. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(database.product() + " at " + database.place() + ": " + advice.size() + " tables"
                + database.changeLog()
                        .map(setting -> ", changes are logged (" + setting + ")")
                        .orElse("")
                + (runs == 0 ? "" : String.format(", %,d runs so far were looked at", runs)));
        lines.add("");
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        advice.forEach(each -> rows.add(List.of(
                each.table().qualified(),
                rows(each.table().rows()),
                size(each.table().bytes()),
                each.pattern().word(),
                each.why())));
        lines.addAll(TextTable.lines(rows));
        advice.stream().filter(each -> !each.warnings().isEmpty()).forEach(each -> {
            lines.add("");
            lines.add(each.table().qualified() + ":");
            each.warnings().forEach(warning -> lines.add("  " + warning));
        });
        if (!database.gaps().isEmpty()) {
            lines.add("");
            lines.add("not told:");
            database.gaps().forEach(gap -> lines.add("  " + gap));
        }
        return lines;
    }

    /** Everything, as one JSON object. */
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("product", database.product()).put("place", database.place());
        database.changeLog().ifPresent(setting -> json.put("change_log", setting));
        json.put("runs", runs);
        ArrayNode tables = json.putArray("tables");
        for (Advice each : advice) {
            ObjectNode table = tables.addObject().put("table", each.table().qualified());
            each.table().rows().ifPresent(rows -> table.put("rows", rows));
            each.table().bytes().ifPresent(bytes -> table.put("bytes", bytes));
            table.put("pattern", each.pattern().word()).put("why", each.why());
            each.cursor().ifPresent(cursor -> table.put("cursor", cursor.name()));
            each.warnings().forEach(table.putArray("warnings")::add);
        }
        database.gaps().forEach(json.putArray("not_told")::add);
        return json.toPrettyString();
    }

    private static String rows(OptionalLong rows) {
        if (rows.isEmpty()) {
            return "-";
        }
        return String.format("%,d", rows.getAsLong());
    }

    private static String size(OptionalLong bytes) {
        if (bytes.isEmpty()) {
            return "-";
        }
        double size = bytes.getAsLong() / 1e6;
        return size < 1000 ? String.format("%.1f MB", size) : String.format("%.1f GB", size / 1000);
    }
}
