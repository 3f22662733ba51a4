package io.highwater.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** A job merges a feed of changes: a late one, a deletion, and everything once more. */
final class Prices implements Chapter {
    /** The job's files and its table. */
    static final String NAME = "prices";

    private static final String FILE = NAME + ".conf";
    private static final String BEFORE = NAME + "-1.json";
    private static final String AFTER = NAME + "-2.json";
    private static final List<String> HEADING = List.of("product", "price", "valid_from", "valid_to");

    @Override
    public String headline() {
        return "Changes instead of rows: a late one, a deletion, a replay";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer().say("A price service writes what changes, one event a line, into files:");
        stage.printer().quote(deliver(stage, BEFORE, "1.json"));
        stage.printer().quote(essence(stage.typeSuccessfully("cdc-merge", FILE).out()));
        show(stage);
        stage.printer()
                .say(
                        "The next file has a price of the 15th, late, and the end of cocoa; and the first file comes again.");
        stage.printer().quote(deliver(stage, AFTER, "2.json"));
        deliver(stage, BEFORE, "1-again.json");
        stage.printer().quote(essence(stage.typeSuccessfully("cdc-merge", FILE).out()));
        stage.claims()
                .same(
                        "the late price split the period it fell into, cocoa ended, and the replay changed nothing",
                        List.of(
                                "cocoa 6.00 03-01 03-25",
                                "tea 4.00 03-01 03-10",
                                "tea 4.50 03-10 03-15",
                                "tea 4.80 03-15 03-20",
                                "tea 5.20 03-20 -"),
                        show(stage));
    }

    private static List<String> deliver(Stage stage, String script, String name) {
        String text = Script.text(script);
        stage.folder().deliver(name, text);
        return text.lines().toList();
    }

    private static List<String> essence(List<String> out) {
        return out.stream()
                .filter(line -> !line.startsWith(" ") || line.contains(" periods "))
                .toList();
    }

    private static List<String> show(Stage stage) {
        List<List<String>> rows = stage.lake().periods(NAME);
        List<List<String>> table = new ArrayList<>(List.of(HEADING));
        table.addAll(rows);
        stage.printer().table(table);
        return rows.stream().map(row -> String.join(" ", row)).toList();
    }
}
