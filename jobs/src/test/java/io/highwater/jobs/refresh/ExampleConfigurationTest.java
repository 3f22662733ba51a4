package io.highwater.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ExampleConfigurationTest {
    @Test
    void theExampleIsUsableAsItStands() {
        Settings example = Layers.of(Map.of("SHOP_PASSWORD", "geheim"), new Configuration())
                .withConfFiles(List.of("../conf/full-refresh.conf"))
                .read();

        FullRefreshSettings settings = FullRefreshSettings.from(example.root());
        example.root().textMap("spark");
        example.root().rejectUnknown();
        example.problems().throwIfAny();

        assertThat(settings.job().identity().name()).isEqualTo("orders");
        assertThat(settings.job().target().key()).containsExactly("order_id");
    }
}
