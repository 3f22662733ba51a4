package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerProblemsTest {
    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private String problem() {
        return folder.problemAfter(root -> root.has("a"));
    }

    @Test
    void missingFile() {
        folder.confFileNamed(folder.path() + "/absent.conf");

        assertThat(problem()).isEqualTo("""
                  absent.conf    --conf-file
                      cannot be read: file:absent.conf does not exist""".indent(0).stripTrailing());
    }
}
