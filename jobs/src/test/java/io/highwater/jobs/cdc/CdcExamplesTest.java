package io.highwater.jobs.cdc;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users copy is usable as it stands. */
class CdcExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"cdc-debezium.conf", "cdc-dms.conf", "cdc-delta.conf", "cdc-snapshots.conf"})
    void exampleIsUsable(String name) {
        assertThatCode(() -> read(Path.of("..", "conf", name))).doesNotThrowAnyException();
    }

    private static void read(Path file) {
        Settings configuration = Layers.of(Map.of(), new Configuration())
                .withConfFiles(List.of(file.toString()))
                .read();
        var unused = CdcSettings.from(configuration.root());
        configuration.root().textMap("spark");
        configuration.root().has("full-refresh");
        configuration.root().has("incremental");
        configuration.root().rejectUnknown();
        configuration.problems().throwIfAny();
    }
}
