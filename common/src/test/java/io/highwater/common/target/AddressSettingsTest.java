package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.config.ConfigurationException;
import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** A target is one table: by its directory, or by its name. */
class AddressSettingsTest {
    @Test
    void tableIsNamedOrPointedAt() {
        assertThat(address("target.table=lake.orders")).isEqualTo(new TargetAddress.ByName("lake.orders"));
        assertThat(address("target.table=`my lake`.orders")).isEqualTo(new TargetAddress.ByName("`my lake`.orders"));
        assertThat(address("target.path=/lake/orders")).isEqualTo(new TargetAddress.ByPath("/lake/orders"));
    }

    @Test
    void bothAndNeitherAreRefused() {
        refused("target.path=/lake/orders", "target.table=lake.orders")
                .hasMessageContaining("path is given too; expected one of the two");
        refused()
                .hasMessageContaining("highwater.target.path")
                .hasMessageContaining(
                        "missing; expected a directory, such as /lake/orders; or table, a table of the catalog");
    }

    @Test
    void nameOfTheWrongShapeIsRefused() {
        refused("target.table=a.b.c.d")
                .hasMessageContaining("expected a table such as lake.orders, with `backticks` around unusual names");
        refused("target.table=/lake/orders").hasMessageContaining("expected a table such as lake.orders");
    }

    @Test
    void nameOfAnotherCatalogIsRefused() {
        assertThat(address("target.table=spark_catalog.lake.orders"))
                .isEqualTo(new TargetAddress.ByName("spark_catalog.lake.orders"));
        refused("target.table=main.lake.orders")
                .hasMessageContaining("is in the catalog main, and only tables of the session's own can be named, as"
                        + " database.table; give path for a table that is external to main");
    }

    private static AbstractThrowableAssert<?, ?> refused(String... settings) {
        return assertThatThrownBy(() -> address(settings)).isInstanceOf(ConfigurationException.class);
    }

    private static TargetAddress address(String... overrides) {
        Settings settings = Layers.of(Map.of(), new Configuration())
                .withConfFiles(List.of())
                .withOverrides(List.of(overrides))
                .read();
        TargetSettings target = TargetSettings.from(settings.root().section("target"));
        settings.problems().throwIfAny();
        return target.address();
    }
}
