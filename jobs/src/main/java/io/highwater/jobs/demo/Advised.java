package io.highwater.jobs.demo;

import java.util.List;

/** The database is looked at, and a pipeline for its tables is written. */
final class Advised implements Chapter {
    @Override
    public String headline() {
        return "Advice: how to load each table, and why";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer()
                .say("All that has to be written is where the database is and where the lake; without the comments "
                        + stage.folder().shown("shop.conf") + " is:");
        stage.printer().quote(stage.folder().essence("shop.conf"));
        List<String> advice = stage.typeSuccessfully(
                        "advise", "shop.conf", "--out", stage.folder().shown(""))
                .out();
        stage.printer().quote(advice);
    }
}
