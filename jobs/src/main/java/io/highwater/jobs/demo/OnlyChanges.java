package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;

/** A second job follows the orders by what changed, a tie at the end of its window included. */
final class OnlyChanges implements Chapter {
    private static final String FILE = "orders_live.conf";
    private static final String TABLE = "orders_live";
    private static final String MARK = "the watermark is at ";

    @Override
    public String headline() {
        return "Only what changed: an incremental load, and the proof";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer()
                .say(
                        "Orders carry the time they last changed. A second job follows them by that, into a table of its own.");
        List<String> first = stage.typeSuccessfully("incremental", FILE).out();
        stage.printer().quote(essence(first));
        claimInStep(stage);

        String second = watermark(first);
        stage.printer()
                .say("The first window ended at " + second + ". Eight orders change in that very second: a tie.");
        change(stage, second);
        List<String> next = stage.typeSuccessfully("incremental", FILE).out();
        stage.printer().quote(essence(next));
        stage.claims()
                .same(
                        "three orders are new and five are changed, none is lost or doubled",
                        true,
                        next.stream().anyMatch(line -> line.contains("3 inserted, 5 updated")));
        stage.printer().quote(stage.typeSuccessfully("prove", FILE).out());
        claimInStep(stage);
    }

    private static void change(Stage stage, String second) {
        String time = "TIMESTAMP WITH TIME ZONE '" + second + "'";
        stage.shop().execute("UPDATE orders SET status = 'returned', updated_at = " + time + " WHERE order_id <= 5");
        stage.shop()
                .execute("INSERT INTO orders SELECT order_id + 1000000000, customer_id, 'new', payment, total, " + time
                        + ", " + time + " FROM orders WHERE order_id <= 3");
    }

    private static List<String> essence(List<String> out) {
        return out.stream()
                .filter(line -> !line.startsWith(" ") || line.contains(" inserted, ") || line.contains(MARK))
                .toList();
    }

    private static String watermark(List<String> out) {
        return out.stream()
                .filter(line -> line.contains(MARK))
                .map(line -> line.substring(line.indexOf(MARK) + MARK.length()))
                .findFirst()
                .orElseThrow(() -> new UserException(ExitCode.BUG, "The incremental load did not name its watermark."));
    }

    private static void claimInStep(Stage stage) {
        Figures source = stage.shop().figures(ShopTable.ORDERS);
        Figures target = stage.lake().figures(ShopTable.ORDERS, TABLE);
        stage.claims().same("H2 and Delta agree on " + TABLE + ": " + source.of(ShopTable.ORDERS), source, target);
    }
}
