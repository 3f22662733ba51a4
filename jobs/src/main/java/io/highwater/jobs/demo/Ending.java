package io.highwater.jobs.demo;

import java.util.List;

/** What there is to look at and to try. */
final class Ending implements Chapter {
    @Override
    public String headline() {
        return "What all jobs did, and what to do next";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer().quote(stage.typeSuccessfully("status", "shop.conf").out());
        String page = stage.folder().shown("report.html");
        stage.printer()
                .quote(stage.typeSuccessfully("report", "shop.conf", "--out", page)
                        .out());
        say(stage, "", "The same as a page, with the pipeline's graph: open it in a browser.");
        Lake lake = stage.lake();
        say(stage, "", "Look at the result, in any Spark with Delta:");
        say(stage, "  ", "SELECT status, COUNT(*), SUM(total) FROM " + lake.sql(ShopTable.ORDERS) + " GROUP BY status");
        say(stage, "  ", "SELECT COUNT(*) FROM " + lake.sql(ShopTable.ORDERS) + " VERSION AS OF 0");
        say(stage, "  ", "SELECT * FROM " + lake.quarantine(ShopTable.ORDERS));
        say(stage, "", "Try by hand:");
        String orders = stage.folder().shown("orders.conf");
        propose(stage, "pipeline", "--conf-file", stage.folder().shown(Nightly.FILE), "--dry-run");
        propose(stage, "full-refresh", "--conf-file", orders, "--dry-run");
        propose(stage, "full-refresh", "--conf-file", orders);
        propose(stage, "undo", "--conf-file", orders);
        say(
                stage,
                "",
                "Copy a configuration file and point it at a database of yours. Everything is in "
                        + stage.folder().shown("") + ": delete it when you are done.");
    }

    private static void propose(Stage stage, String... words) {
        say(stage, "  ", stage.commands().line(List.of(words)));
    }

    private static void say(Stage stage, String before, String text) {
        stage.printer().say(before + text);
    }
}
