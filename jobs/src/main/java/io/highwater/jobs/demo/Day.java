package io.highwater.jobs.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The source changes, and the tables follow. */
final class Day implements Chapter {
    private static final List<String> HEADING =
            List.of("table", "version", "rows before", "rows now", "new", "changed", "gone");

    @Override
    public String headline() {
        return "A day in the shop: the tables follow in the next night";
    }

    @Override
    public void tell(Stage stage) {
        stage.printer()
                .say("Orders come in, parcels leave, a price is put right for the past week, and some customers who"
                        + " never bought anything ask to be forgotten.");
        Map<ShopTable, Changes> made = passDay(stage);
        stage.printer().quote(stage.typeSuccessfully("pipeline", Nightly.FILE).out());
        stage.printer().say("What that changed, row by row, as Delta's versions tell it:");
        Map<ShopTable, Changes> arrived = differences(stage);
        for (ShopTable table : ShopTable.values()) {
            stage.claims()
                    .same(
                            "exactly what happened in H2 to " + table.title() + ": " + made.get(table),
                            made.get(table),
                            arrived.get(table));
        }
        Nightly.claimAllInStep(stage);
    }

    private static Map<ShopTable, Changes> passDay(Stage stage) {
        Map<ShopTable, Long> before = new EnumMap<>(ShopTable.class);
        for (ShopTable table : ShopTable.values()) {
            before.put(table, stage.shop().figures(table).rows());
        }
        stage.shop().passDay();
        Map<ShopTable, Changes> made = new EnumMap<>(ShopTable.class);
        before.forEach((table, rows) -> made.put(table, stage.shop().changesOfDay(table, rows)));
        return made;
    }

    private static Map<ShopTable, Changes> differences(Stage stage) {
        Map<ShopTable, Changes> arrived = new EnumMap<>(ShopTable.class);
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        for (ShopTable table : ShopTable.values()) {
            long version = stage.lake().version(table);
            Difference difference = stage.lake().difference(table, version - 1, version);
            arrived.put(table, difference.changes());
            rows.add(row(table, version, difference));
        }
        stage.printer().table(rows);
        return arrived;
    }

    private static List<String> row(ShopTable table, long version, Difference difference) {
        return List.of(
                table.title(),
                Long.toString(version),
                shown(difference.rowsBefore()),
                shown(difference.rowsAfter()),
                shown(difference.changes().added()),
                shown(difference.changes().changed()),
                shown(difference.changes().gone()));
    }

    private static String shown(long number) {
        return String.format("%,d", number);
    }
}
