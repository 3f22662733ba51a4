package io.highwater.jobs.demo;

import java.util.List;
import java.util.regex.Pattern;

/** Half a year is loaded week by week. One week cannot be, and is repaired by running again. */
final class PastWeeks implements Chapter {
    /** The job's file and its table. */
    static final String NAME = "orders_past";

    private static final String FILE = NAME + ".conf";
    private static final int PARTIAL = 5;
    /** On a Sunday tomorrow is in a week of its own, which has not ended and is loaded again. */
    private static final Pattern AGAIN = Pattern.compile("\\b[12] intervals loaded in ");

    @Override
    public String headline() {
        return "Half a year, week by week: one week fails, and only that is done again";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer()
                .say(
                        "A third job loads the orders of half a year, by weeks. This one has no quarantine: the week with the"
                                + " refunds is refused, the others are loaded.");
        Commands.Outcome first = stage.type("backfill", FILE);
        stage.printer().quote(first.message());
        stage.claims().same("exit code 5: a part was done", PARTIAL, first.exitCode());

        stage.printer().say("The marketplace puts its refunds right. The same command again does what is lacking.");
        stage.shop().execute("UPDATE orders SET total = -total WHERE total < 0");
        List<String> second = stage.typeSuccessfully("backfill", FILE).out();
        stage.printer()
                .quote(second.stream().filter(line -> !line.contains(" took ")).toList());
        stage.claims()
                .same(
                        "one week was loaded, the others were not read again",
                        true,
                        second.stream().anyMatch(line -> AGAIN.matcher(line).find()));
        Figures source = stage.shop().figures(ShopTable.ORDERS);
        stage.claims()
                .same(
                        "H2 and Delta agree on " + NAME + ": " + source.of(ShopTable.ORDERS),
                        source,
                        stage.lake().figures(ShopTable.ORDERS, NAME));
    }
}
