package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Settings;
import io.highwater.common.state.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineExampleTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path directory;

    @Test
    void exampleIsUsable() {
        PipelineSettings settings = settings(ROOT.resolve("conf/pipeline.conf"));

        assertThat(settings.graph().names()).containsExactly("customers", "orders", "lines", "revenue", "tidy");
        assertThat(settings.step("lines").retry().attempts()).isEqualTo(3);
        assertThat(settings.step("lines").weight()).isEqualTo(2);
    }

    @Test
    void pipelineOfTheReadmeIsUsable() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String start = "```hocon\n";
        int block = readme.indexOf(start, readme.indexOf("## What a pipeline promises")) + start.length();
        Path copied = directory.resolve("readme.conf");
        Files.writeString(copied, readme.substring(block, readme.indexOf("```", block)));

        assertThat(settings(copied).graph().names()).containsExactly("customers", "orders", "revenue");
    }

    private static PipelineSettings settings(Path file) {
        Settings configuration = Layers.of(Map.of("SHOP_PASSWORD", "secret"), new Configuration())
                .withConfFiles(List.of(file.toString()))
                .read();
        PipelineSettings settings = PipelineSettings.from(
                configuration.root(), new StepWorks(new States(new Configuration(), Clock.systemUTC()), step -> {}));
        configuration.problems().throwIfAny();
        return settings;
    }
}
