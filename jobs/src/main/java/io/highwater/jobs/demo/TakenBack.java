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
        Changes none = new Changes(0, 0, 0);
        stage.load("undo", TABLE);
        stage.claims()
                .same(
                        "row by row, version " + (undone + 1) + " is what version " + (undone - 1) + " was: " + none,
                        none,
                        stage.lake().difference(TABLE, undone - 1, undone + 1).changes());
    }
}
