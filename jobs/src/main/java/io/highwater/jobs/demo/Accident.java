package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;
import java.util.List;

/** The source loses its orders; the lake does not, and what is made of orders waits. */
final class Accident implements Chapter {
    private static final ShopTable TABLE = ShopTable.ORDERS;

    @Override
    public String headline() {
        return "An accident in the database: the guards refuse it, what depends on it waits";
    }

    @Override
    public void tell(Stage stage) {
        long version = stage.lake().version(TABLE);
        Figures before = stage.shop().figures(TABLE);
        stage.shop().execute("CREATE TABLE orders_backup AS SELECT * FROM orders");
        statement(stage, "DELETE FROM orders");
        Commands.Outcome refused = stage.type("pipeline", Nightly.FILE);
        stage.printer().quote(refused.out());
        stage.claims().same("exit code 5: a part was done", ExitCode.PARTIAL.code(), refused.exitCode());
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
        claimStatuses(stage, refused);
        resume(stage);
    }

    private static void claimStatuses(Stage stage, Commands.Outcome run) {
        claimStatus(stage, run, "orders", "FAILED");
        claimStatus(stage, run, "revenue", "SKIPPED");
        claimStatus(stage, run, "best_sellers", "SKIPPED");
        claimStatus(stage, run, "customers", "SUCCESS");
        stage.printer().good("what is made of orders was skipped, to the last step; what is not was loaded");
    }

    private static void claimStatus(Stage stage, Commands.Outcome run, String step, String status) {
        stage.claims()
                .require(
                        "step " + step + " is " + status,
                        true,
                        run.out().stream().anyMatch(line -> line.matches(step + " +[a-z-]+ +" + status + " .*")));
    }

    private static void resume(Stage stage) {
        stage.printer().say("The orders come back from a backup. The same run goes on where it stood.");
        statement(stage, "INSERT INTO orders SELECT * FROM orders_backup");
        stage.shop().execute("DROP TABLE orders_backup");
        List<String> resumed =
                stage.typeSuccessfully("pipeline", Nightly.FILE, "--resume").out();
        stage.printer().quote(resumed);
        long kept =
                resumed.stream().filter(line -> line.contains("kept from run ")).count();
        stage.claims().same("three steps were kept, and three were done", 3L, kept);
        Nightly.claimAllInStep(stage);
    }

    private static void statement(Stage stage, String sql) {
        stage.printer().statement(sql);
        stage.printer().result(String.format("%,d rows", stage.shop().execute(sql)));
    }
}
