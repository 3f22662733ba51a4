package io.highwater.common.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.source.DataPlace;
import io.openlineage.client.utils.DatasetIdentifier;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that OpenLineage's conventions give to the same places. */
class LineageNamesTest {
    private final LineageNames names = new LineageNames(new Configuration());

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/shop?sslmode=require, sales.orders, postgres://db:5432, shop.sales.orders",
        "jdbc:postgresql://db:5433/shop, orders, postgres://db:5433, shop.public.orders",
        "jdbc:mysql://db:3306/shop, orders, mysql://db:3306, shop.orders",
        "jdbc:mariadb://db:3306/shop, archive.orders, mariadb://db:3306, archive.orders",
    })
    void tableIsNamedByItsServerAndByItsPlaceThere(String url, String table, String namespace, String name) {
        assertThat(names.of(new DataPlace.Table(url, List.of(table.split("\\.")))))
                .isEqualTo(new DatasetIdentifier(name, namespace));
    }

    @ParameterizedTest
    @CsvSource({
        "/lake/orders, /lake/orders",
        "file:///lake/orders, /lake/orders",
        "/landing/{yyyy}/orders_*.csv, /landing",
        "/landing/day=*/part, /landing",
    })
    void directoryIsNamedByItsPathAndAPatternByWhereAllOfItLies(String path, String name) {
        assertThat(names.of(DataPlace.Directory.of(path))).isEqualTo(new DatasetIdentifier(name, "file"));
    }

    @Test
    void topicIsNamedByTheFirstOfItsBrokers() {
        assertThat(names.of(new DataPlace.Topic("one:9092, two:9092", "shop.orders")))
                .isEqualTo(new DatasetIdentifier("shop.orders", "kafka://one:9092"));
    }
}
