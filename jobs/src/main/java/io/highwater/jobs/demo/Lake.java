package io.highwater.jobs.demo;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.TargetAddress;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The Delta tables of the demo, asked by plain SQL. */
final class Lake {
    private final SparkSession spark;
    private final DemoFolder folder;

    Lake(SparkSession spark, DemoFolder folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** A table as SQL names it. */
    String sql(ShopTable table) {
        return "delta.`" + folder.lake(table.title()) + "`";
    }

    /** The rows that were set aside, as SQL names their table. */
    String quarantine(ShopTable table) {
        return "delta.`" + folder.state() + "/quarantine/" + table.title() + "`";
    }

    /** The newest version of a table. */
    long version(ShopTable table) {
        return target(table).live().orElseThrow().version();
    }

    /** What a table holds. */
    Figures figures(ShopTable table) {
        return figures(table, table.title());
    }

    /** What a table of another name with the same columns holds. */
    Figures figures(ShopTable table, String name) {
        Row row = first(table.figuresOf("delta.`" + folder.lake(name) + "`"));
        return Figures.of(row.get(0), row.get(1), row.get(2));
    }

    /** The sum of a column of a table. */
    BigDecimal sum(String name, String column) {
        Row row = first("SELECT SUM(" + column + ") FROM delta.`" + folder.lake(name) + "`");
        return Figures.of(0, row.get(0), 0).sum();
    }

    /** How two versions of a table differ. */
    Difference difference(ShopTable table, long before, long after) {
        Row counts = first("SELECT COUNT(o.content), COUNT(n.content), COUNT_IF(o.content IS NULL),"
                + " COUNT_IF(o.content <> n.content), COUNT_IF(n.content IS NULL) FROM "
                + content(table, before) + " o FULL OUTER JOIN " + content(table, after) + " n USING ("
                + table.key() + ")");
        return new Difference(
                counts.getLong(0),
                counts.getLong(1),
                new Changes(counts.getLong(2), counts.getLong(3), counts.getLong(4)));
    }

    /** The orders that were set aside: reasons, order and total of each. */
    List<List<String>> quarantinedOrders() {
        return spark
                .sql("SELECT ARRAY_JOIN(reasons, ', '), GET_JSON_OBJECT(row, '$.order_id'),"
                        + " GET_JSON_OBJECT(row, '$.total') FROM " + quarantine(ShopTable.ORDERS))
                .collectAsList()
                .stream()
                .map(row -> List.of(row.getString(0), row.getString(1), row.getString(2)))
                .toList();
    }

    /** The periods of a table of prices: product, price, first and last day. */
    List<List<String>> periods(String name) {
        return spark
                .sql("SELECT product, CAST(price AS STRING), DATE_FORMAT(valid_from, 'MM-dd'),"
                        + " COALESCE(DATE_FORMAT(valid_to, 'MM-dd'), '-') FROM delta.`" + folder.lake(name)
                        + "` ORDER BY product, valid_from")
                .collectAsList()
                .stream()
                .map(row -> List.of(row.getString(0), row.getString(1), row.getString(2), row.getString(3)))
                .toList();
    }

    private DeltaTarget target(ShopTable table) {
        return DeltaTarget.at(spark, new TargetAddress.ByPath(folder.lake(table.title())));
    }

    private String content(ShopTable table, long version) {
        return "(SELECT " + table.key() + ", XXHASH64(*) AS content FROM " + sql(table) + " VERSION AS OF " + version
                + ")";
    }

    private Row first(String sql) {
        return spark.sql(sql).first();
    }
}
