package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Section;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What the code takes for usual is what the reference says. */
class UsualSettingsTest {
    @Test
    void codeAndReferenceAgree() {
        Section target = Layers.of(Map.of(), new Configuration())
                .withConfFiles(List.of())
                .withOverrides(List.of("target.path=/lake/orders"))
                .read()
                .root()
                .section("target");

        TargetSettings settings = TargetSettings.from(target);

        assertThat(settings.upkeep()).isEqualTo(UpkeepSettings.USUAL);
        assertThat(settings.validity()).isEqualTo(new Validity(Validity.FROM, Validity.TO));
        assertThat(settings.softDelete()).isEqualTo(new SoftDelete(SoftDelete.USUAL));
        assertThat(target.section("upkeep").has("small-files")).isTrue();
    }
}
