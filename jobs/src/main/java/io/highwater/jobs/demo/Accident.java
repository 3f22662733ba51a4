package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;

/** The source loses its orders; the lake does not. */
final class Accident implements Chapter {
    private static final ShopTable TABLE = ShopTable.ORDERS;

    @Override
    public String headline() {
        return "An accident in the database: the guards refuse it";
    }

    @Override
    public void tell(Stage stage) {
        long version = stage.lake().version(TABLE);
        Figures before = stage.shop().figures(TABLE);
        stage.shop().execute("CREATE TABLE orders_backup AS SELECT * FROM orders");
        statement(stage, "DELETE FROM orders");
        Commands.Outcome refused = stage.type("full-refresh", TABLE.title() + ".conf");
        stage.printer().quote(refused.message());
        stage.claims().same("exit code 4: refused", ExitCode.REFUSED.code(), refused.exitCode());
        stage.claims()
                .same(
                        "the table is still at version " + version,
                        version,
                        stage.lake().version(TABLE));
        stage.claims()
                .same(
                        "and still whole: " + before.of(TABLE),
                        before,
                        stage.lake().figures(TABLE));
        statement(stage, "INSERT INTO orders SELECT * FROM orders_backup");
        stage.shop().execute("DROP TABLE orders_backup");
    }

    private static void statement(Stage stage, String sql) {
        stage.printer().statement(sql);
        stage.printer().result(String.format("%,d rows", stage.shop().execute(sql)));
    }
}
