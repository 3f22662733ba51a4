package io.highwater.common.target;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The block {@code target}.
 *
 * @param address where the table is
 * @param key the columns that tell rows apart, maybe none
 * @param layout how a new table is laid out
 * @param softDelete how rows stay that are gone from the source, for patterns that are told to keep them
 * @param validity the columns of periods, for patterns that are told to keep history
 * @param upkeep when its files are put in order
 */
public record TargetSettings(
        TargetAddress address,
        List<String> key,
        Layout layout,
        SoftDelete softDelete,
        Validity validity,
        UpkeepSettings upkeep) {
    private static final Shape<String> DIRECTORY = Shape.parsed(
            "expected a directory, such as /lake/orders; or table, a table of the catalog",
            "unusable",
            text -> Optional.of(text).filter(some -> !some.isEmpty()));
    private static final Shape<String> TABLE = Shape.parsed(
            "expected a table such as lake.orders, with `backticks` around unusual names",
            "unusable",
            text -> CatalogName.parsed(text).map(name -> text));

    public TargetSettings {
        key = List.copyOf(key);
    }

    /** Reads the block; what is wrong with it becomes a problem of the configuration. */
    public static TargetSettings from(Section target) {
        Optional<List<String>> statistics =
                target.has("statistics") ? Optional.of(target.optionalTexts("statistics")) : Optional.empty();
        List<String> partitionBy = target.optionalTexts("partition-by");
        List<String> clusterBy = target.optionalTexts("cluster-by");
        if (!partitionBy.isEmpty() && !clusterBy.isEmpty()) {
            target.problem("cluster-by", "a table is partitioned or clustered, not both; leave out one of the two");
        }
        Layout layout = new Layout(partitionBy, clusterBy, statistics, target.textMap("properties"));
        return new TargetSettings(
                address(target),
                target.optionalTexts("key"),
                layout,
                new SoftDelete(target.optionalText("deleted-at").orElse(SoftDelete.USUAL)),
                new Validity(
                        target.optionalText("valid-from").orElse(Validity.FROM),
                        target.optionalText("valid-to").orElse(Validity.TO)),
                UpkeepSettings.from(target.optionalSection("upkeep")));
    }

    private static TargetAddress address(Section target) {
        if (target.has("path") && target.has("table")) {
            target.problem("table", "path is given too; expected one of the two");
        }
        return target.has("table")
                ? new TargetAddress.ByName(name(target))
                : new TargetAddress.ByPath(target.value("path", DIRECTORY));
    }

    private static String name(Section target) {
        String written = target.value("table", TABLE);
        String catalog = CatalogName.parsed(written).orElseThrow().catalog();
        if (!catalog.equalsIgnoreCase(CatalogName.SESSION)) {
            target.problem(
                    "table",
                    "is in the catalog " + catalog + ", and only tables of the session's own can be named, as"
                            + " database.table; give path for a table that is external to " + catalog);
        }
        return written;
    }
}
