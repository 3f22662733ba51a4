package io.highwater.jobs.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class AdviseExampleTest {
    @Test
    void exampleIsUsable() {
        Settings configuration = Layers.of(Map.of("SHOP_PASSWORD", "secret"), new Configuration())
                .withConfFiles(List.of(Path.of("..", "conf", "advise.conf").toString()))
                .read();
        AdviseSettings settings = AdviseSettings.from(configuration.root());
        configuration.root().rejectUnknown();
        configuration.problems().throwIfAny();

        assertThat(settings.statePath()).isEqualTo("/data/lake/_highwater");
        assertThat(settings.schemas()).containsExactly("public");
    }
}
