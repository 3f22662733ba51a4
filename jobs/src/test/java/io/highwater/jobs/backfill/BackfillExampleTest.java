package io.highwater.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What users copy is usable as it stands. */
class BackfillExampleTest {
    @Test
    void exampleIsUsable() {
        Settings configuration = Layers.of(Map.of("SHOP_PASSWORD", "secret"), new Configuration())
                .withConfFiles(List.of("../conf/backfill.conf"))
                .read();

        BackfillSettings settings = BackfillSettings.from(
                configuration.root(),
                new BackfillSettings.Overrides(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false));

        configuration.root().textMap("spark");
        configuration.root().rejectUnknown();
        configuration.problems().throwIfAny();
        assertThat(settings.unit()
                        .count(
                                settings.range().orElseThrow().from(),
                                settings.range().orElseThrow().through()))
                .isEqualTo(1096);
    }
}
