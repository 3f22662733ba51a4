package io.highwater.jobs.demo;

/** What there is to look at and to try. */
final class Ending implements Chapter {
    @Override
    public String headline() {
        return "What all jobs did, and what to do next";
    }

    @Override
    public void tell(Stage stage) {
        Commands.Outcome status = stage.type("status", "shop.conf");
        stage.claims().require("the command succeeds; it said " + status.message(), 0, status.exitCode());
        stage.printer().quote(status.out());
        Lake lake = stage.lake();
        say(stage, "", "Look at the result, in any Spark with Delta:");
        say(stage, "  ", "SELECT status, COUNT(*), SUM(total) FROM " + lake.sql(ShopTable.ORDERS) + " GROUP BY status");
        say(stage, "  ", "SELECT COUNT(*) FROM " + lake.sql(ShopTable.ORDERS) + " VERSION AS OF 0");
        say(stage, "  ", "SELECT * FROM " + lake.quarantine(ShopTable.ORDERS));
        say(stage, "", "Try by hand:");
        String orders = " --conf-file " + stage.folder().shown("orders.conf");
        String program = "  " + stage.commands().program();
        say(stage, program, " full-refresh" + orders + " --dry-run");
        say(stage, program, " full-refresh" + orders);
        say(stage, program, " undo" + orders);
        say(
                stage,
                "",
                "Copy a configuration file and point it at a database of yours. Everything is in "
                        + stage.folder().shown("") + ": delete it when you are done.");
    }

    private static void say(Stage stage, String before, String text) {
        stage.printer().say(before + text);
    }
}
