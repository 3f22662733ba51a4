package io.highwater.jobs.demo;

/** The last load is undone. */
final class TakenBack implements Chapter {
    private static final ShopTable TABLE = ShopTable.ORDERS;

    @Override
    public String headline() {
        return "Second thoughts: the last load is undone";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer().say("The marketplace should not have been loaded at all before somebody looked at it.");
        long undone = stage.lake().version(TABLE);
        Figures before = stage.lake().figures(TABLE, undone - 1);
        stage.typeSuccessfully("undo", TABLE);
        stage.claims()
                .same(
                        "version " + (undone + 1) + " is what version " + (undone - 1) + " was: " + before.of(TABLE),
                        before,
                        stage.lake().figures(TABLE));
        stage.claims()
                .same(
                        "row by row: " + new Changes(0, 0, 0),
                        new Changes(0, 0, 0),
                        stage.lake().changes(TABLE, undone - 1, undone + 1));
    }
}
