package io.highwater.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path directory;

    @Test
    void newDirectoryIsMade() {
        DemoFolder.fresh(directory.resolve("a/demo"));

        assertThat(directory.resolve("a/demo/.highwater-demo")).exists();
    }

    @Test
    void directoryOfAnEarlierDemoIsEmptied() throws IOException {
        Path dir = directory.resolve("demo");
        DemoFolder.fresh(dir).writeConfiguration("jdbc:h2:mem:any", Instant.EPOCH);
        Files.createDirectories(dir.resolve("lake/orders"));

        DemoFolder.fresh(dir);

        assertThat(dir).isDirectoryNotContaining(path -> !path.endsWith(".highwater-demo"));
    }

    @Test
    void directoryOfSomethingElseIsRefusedAndKept() throws IOException {
        Path thesis = Files.writeString(directory.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DemoFolder.fresh(directory))
                .isInstanceOf(UserException.class)
                .hasMessage("Cannot make the demo in " + directory
                        + ": it exists and is not an earlier demo (there is no .highwater-demo in it)."
                        + " Nothing was changed. Name another directory with --dir.");
        assertThat(thesis).hasContent("years of work");
    }

    @Test
    void fileInTheWayIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(directory.resolve("demo"), "");

        assertThatThrownBy(() -> DemoFolder.fresh(file)).hasMessageContaining("it exists and is not an earlier demo");
        assertThat(file).exists();
    }

    @Test
    void whatALinkPointsToIsNotEmptiedWithTheDemo() throws IOException {
        Path precious = Files.createDirectories(directory.resolve("precious"));
        Files.writeString(precious.resolve("thesis.txt"), "years of work");
        Path dir = directory.resolve("demo");
        DemoFolder.fresh(dir);
        Files.createSymbolicLink(dir.resolve("link"), precious);

        DemoFolder.fresh(dir);

        assertThat(dir.resolve("link")).doesNotExist();
        assertThat(precious.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void configurationNamesAbsolutePathsSoThatItWorksFromAnywhere() {
        DemoFolder folder = DemoFolder.fresh(directory.resolve("x/../demo"));
        folder.writeConfiguration("jdbc:h2:mem:any", Instant.EPOCH);

        assertThat(folder.essence("orders.conf")).contains("    path = \"" + directory + "/demo/lake/orders\"");
        assertThat(folder.essence("shop.conf"))
                .contains("  state.path = \"" + directory + "/demo/lake/_highwater\"", "    url = \"jdbc:h2:mem:any\"");
    }
}
