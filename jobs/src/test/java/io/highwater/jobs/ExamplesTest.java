package io.highwater.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Section;
import io.highwater.common.config.Settings;
import io.highwater.common.source.jdbc.JdbcSource;
import io.highwater.jobs.incremental.IncrementalSettings;
import io.highwater.jobs.refresh.FullRefreshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users copy is usable as it stands. */
class ExamplesTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path directory;

    @Test
    void exampleOfAFullRefreshIsUsable() {
        assertThatCode(() -> settings(ROOT.resolve("conf/full-refresh.conf"))).doesNotThrowAnyException();
    }

    @Test
    void exampleOfAnIncrementalLoadIsUsable() {
        assertThatCode(() -> settings(ROOT.resolve("conf/incremental.conf"), IncrementalSettings::from))
                .doesNotThrowAnyException();
    }

    @Test
    void exampleOfATableOfTheCatalogIsUsable() {
        assertThatCode(() -> settings(ROOT.resolve("conf/catalog-table.conf"), IncrementalSettings::from))
                .doesNotThrowAnyException();
    }

    @Test
    void jobOfTheReadmeIsUsable() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int start = readme.indexOf("```hocon\n") + "```hocon\n".length();
        Path copied = directory.resolve("readme.conf");
        Files.writeString(copied, readme.substring(start, readme.indexOf("```", start)));

        assertThat(settings(copied).job().source()).isInstanceOf(JdbcSource.class);
    }

    private static FullRefreshSettings settings(Path file) {
        return settings(file, FullRefreshSettings::from);
    }

    private static <S> S settings(Path file, Function<Section, S> reader) {
        Settings configuration = Layers.of(Map.of("SHOP_PASSWORD", "secret"), new Configuration())
                .withConfFiles(List.of(file.toString()))
                .read();
        S settings = reader.apply(configuration.root());
        configuration.root().textMap("spark");
        configuration.root().rejectUnknown();
        configuration.problems().throwIfAny();
        return settings;
    }
}
