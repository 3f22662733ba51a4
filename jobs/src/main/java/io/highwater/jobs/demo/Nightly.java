package io.highwater.jobs.demo;

/** The pipeline that was written runs, and two queries with it. */
final class Nightly implements Chapter {
    static final String FILE = "nightly.conf";

    @Override
    public String headline() {
        return "The first night: one pipeline loads every table, and what is made of them";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer()
                .say("The pipeline that advise wrote runs as it is. "
                        + stage.folder().shown(FILE) + " includes it and adds two queries over the lake:");
        stage.printer().quote(stage.folder().essence(FILE));
        stage.printer().quote(stage.typeSuccessfully("pipeline", FILE).out());
        claimAllInStep(stage);
    }

    /** Claims that the tables hold what the source holds, and so does what is made of them. */
    static void claimAllInStep(Stage stage) {
        for (ShopTable table : ShopTable.values()) {
            stage.claimInStep(table);
        }
        Figures source = stage.shop().figures(ShopTable.ORDER_LINES);
        stage.claims()
                .same(
                        String.format(
                                "and all products together sold for as much as all lines of orders: %,.2f",
                                source.sum()),
                        source.sum(),
                        stage.lake().sum("best_sellers", "revenue"));
    }
}
