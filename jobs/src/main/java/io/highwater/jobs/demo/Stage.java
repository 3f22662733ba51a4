package io.highwater.jobs.demo;

import java.util.List;

/**
 * What the chapters of the story work with.
 *
 * @param printer tells it
 * @param claims checks it
 * @param commands runs what is typed
 * @param folder the demo's files
 * @param shop the source
 * @param lake the targets
 */
record Stage(Printer printer, Claims claims, Commands commands, DemoFolder folder, Shop shop, Lake lake) {
    /** Types a command for a configuration file, and returns what became of it. */
    Commands.Outcome type(String command, String file) {
        List<String> words = List.of(command, "--conf-file", folder.shown(file));
        printer.command(commands.program() + " " + String.join(" ", words));
        return commands.run(words);
    }

    /** Types a command for a table's job that has to succeed, and prints what the table is then. */
    void typeSuccessfully(String command, ShopTable table) {
        Commands.Outcome outcome = type(command, table.title() + ".conf");
        claims.require("the command succeeds; it said " + outcome.message(), 0, outcome.exitCode());
        printer.result(String.format(
                "%s is at version %d with %,d rows after %.1f s",
                table.title(),
                lake.version(table),
                lake.figures(table).rows(),
                outcome.took().toMillis() / 1000.0));
    }

    /** Claims that a table holds what the source holds. */
    void claimInStep(ShopTable table) {
        Figures source = shop.figures(table);
        claims.same("H2 and Delta agree on " + table.title() + ": " + source.of(table), source, lake.figures(table));
    }
}
