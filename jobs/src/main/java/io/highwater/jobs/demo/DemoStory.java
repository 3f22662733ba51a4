package io.highwater.jobs.demo;

import io.highwater.jobs.cli.Sessions;
import io.highwater.jobs.cli.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demo from its beginning to its end. */
final class DemoStory {
    private static final List<Chapter> CHAPTERS = List.of(
            new Advised(),
            new Nightly(),
            new Day(),
            new Accident(),
            new BadRows(),
            new TakenBack(),
            new OnlyChanges(),
            new Prices(),
            new PastWeeks(),
            new Ending());

    private final Surroundings surroundings;
    private final Commands commands;
    private final DemoFolder folder;
    private final ShopSize size;
    private final Printer printer;

    DemoStory(Surroundings surroundings, Commands commands, DemoFolder folder, ShopSize size) {
        this.surroundings = surroundings;
        this.commands = commands;
        this.folder = folder;
        this.size = size;
        this.printer = new Printer(surroundings.out(), Ink.of(surroundings));
    }

    /** Tells it; returns if everything came out as told. */
    void tell() {
        Instant began = surroundings.clock().instant();
        printer.title("A shop's database, Delta tables that follow it, and what can go wrong on the way");
        printer.headline("A shop's order system, in H2");
        try (Shop shop = Shop.open(Shop.url(folder.database()), size, began)) {
            describe(shop);
            folder.writeConfiguration(Shop.url(folder.database()), began);
            Stage stage = stage(shop);
            for (Chapter chapter : CHAPTERS) {
                printer.headline(chapter.headline());
                chapter.tell(stage);
            }
        }
        printer.say(String.format("Everything came out as told, in %.0f s.", secondsSince(began)));
    }

    private void describe(Shop shop) {
        printer.say("Made up, and the same every time. The file is " + folder.shown("shop.mv.db") + ".");
        List<List<String>> rows = new ArrayList<>(List.of(List.of("table", "rows", "key")));
        for (ShopTable table : ShopTable.values()) {
            rows.add(List.of(
                    table.title(), String.format("%,d", shop.figures(table).rows()), table.key()));
        }
        printer.table(rows);
    }

    private Stage stage(Shop shop) {
        Lake lake = new Lake(Sessions.open("demo", Map.of()), folder);
        return new Stage(printer, new Claims(printer), commands, folder, shop, lake);
    }

    private double secondsSince(Instant began) {
        return Duration.between(began, surroundings.clock().instant()).toMillis() / 1000.0;
    }
}
