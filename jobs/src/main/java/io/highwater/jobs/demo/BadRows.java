package io.highwater.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** A few rows are nonsense; they are set aside and the rest is loaded. */
final class BadRows implements Chapter {
    private static final int SHOWN = 3;
    private static final ShopTable TABLE = ShopTable.ORDERS;

    @Override
    public String headline() {
        return "Bad rows in good company: they are set aside";
    }

    @Override
    public void tell(Stage stage) {
        stage.shop().importOrders();
        stage.printer()
                .say("A marketplace sends 42 orders. Seven are refunds, written as orders with a negative total."
                        + " A job of its own for orders has a check for that, with quarantine:");
        stage.printer().quote(stage.folder().essence("orders.conf"));
        stage.load("full-refresh", TABLE);
        List<List<String>> aside = stage.lake().quarantinedOrders();
        show(stage, aside);
        Figures good = stage.shop().figures(TABLE, "orders WHERE total >= 0");
        Figures bad = stage.shop().figures(TABLE, "orders WHERE total < 0");
        stage.claims().require("seven of the orders are refunds", 7L, bad.rows());
        stage.claims().same(bad.rows() + " rows are in quarantine, as many as are negative in H2", bad.rows(), (long)
                aside.size());
        stage.claims()
                .same(
                        "the table has the others: " + good.of(TABLE),
                        good,
                        stage.lake().figures(TABLE));
    }

    private static void show(Stage stage, List<List<String>> aside) {
        List<List<String>> some = new ArrayList<>(List.of(List.of("reasons", "order_id", "total")));
        some.addAll(aside.subList(0, Math.min(SHOWN, aside.size())));
        stage.printer().table(some);
    }
}
