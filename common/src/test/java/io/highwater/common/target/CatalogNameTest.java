package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogNameTest {
    @Test
    void partsAreReadAsSparkReadsThem() {
        assertThat(CatalogName.parsed("orders")).contains(new CatalogName(List.of("orders")));
        assertThat(CatalogName.parsed("lake.orders")).contains(new CatalogName(List.of("lake", "orders")));
        assertThat(CatalogName.parsed("`my lake`.`a.``b`")).contains(new CatalogName(List.of("my lake", "a.`b")));
    }

    @Test
    void catalogIsTheSessionsUnlessItIsNamed() {
        assertThat(CatalogName.parsed("lake.orders").orElseThrow().catalog()).isEqualTo("spark_catalog");
        assertThat(CatalogName.parsed("main.lake.orders").orElseThrow().catalog())
                .isEqualTo("main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.b.c.d",
                "lake.",
                ".orders",
                "lake..orders",
                "my lake.orders",
                "`lake.orders",
                "/lake/orders"
            })
    void whatIsNoNameIsNotTakenForOne(String written) {
        assertThat(CatalogName.parsed(written)).isEmpty();
    }
}
