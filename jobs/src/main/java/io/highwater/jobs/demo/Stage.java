package io.highwater.jobs.demo;

import java.util.ArrayList;
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
    Commands.Outcome type(String command, String file, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--conf-file", folder.shown(file)));
        words.addAll(List.of(options));
        printer.command(commands.line(words));
        return commands.run(words);
    }

    /** Types a command that has to succeed. */
    Commands.Outcome typeSuccessfully(String command, String file, String... options) {
        Commands.Outcome outcome = type(command, file, options);
        if (outcome.exitCode() != 0) {
            printer.quote(outcome.message());
        }
        claims.require(command + " ends with exit code 0", 0, outcome.exitCode());
        return outcome;
    }

    /** Types a command for a table's job that has to succeed, and prints its first line. */
    void load(String command, ShopTable table) {
        Commands.Outcome outcome = typeSuccessfully(command, table.title() + ".conf");
        printer.quote(outcome.out().subList(0, 1));
    }

    /** Claims that a table holds what the source holds. */
    void claimInStep(ShopTable table) {
        Figures source = shop.figures(table);
        claims.same("H2 and Delta agree on " + table.title() + ": " + source.of(table), source, lake.figures(table));
    }
}
