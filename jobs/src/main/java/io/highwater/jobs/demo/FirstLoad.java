package io.highwater.jobs.demo;

/** Every table is loaded for the first time. */
final class FirstLoad implements Chapter {
    @Override
    public String headline() {
        return "The first load: a command per table";
    }

    @Override
    public void tell(Stage stage) {
        for (ShopTable table : ShopTable.values()) {
            stage.load("full-refresh", table);
        }
        for (ShopTable table : ShopTable.values()) {
            stage.claimInStep(table);
        }
    }
}
