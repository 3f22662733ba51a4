package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
    private enum Mode {
        APPEND,
        FULL_REFRESH
    }

    private ConfigFolder folder;
    private Settings settings;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private Section having(String content) {
        settings = folder.confFile("a.conf", "highwater {\n" + content + "\n}").read();
        return settings.root();
    }

    @AfterEach
    void nothingWasFoundWrong() {
        assertThat(settings.problems().inOrder()).isEmpty();
    }

    @Test
    void textIsReadAsItWasWritten() {
        Section root = having("a = plain text, b = \"  quoted \", c = 1.10, d = 007, e = true");

        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(root::text)
                .containsExactly("plain text", "  quoted ", "1.10", "007", "true");
    }

    @Test
    void optionalTextMayBeEmptyOrAbsent() {
        Section root = having("a = \"\"");

        assertThat(root.optionalText("a")).hasValue("");
        assertThat(root.optionalText("b")).isEmpty();
    }

    @Test
    void integersMayBeQuotedAndReachTheirBounds() {
        Section root = having("a = 1, b = \"64\", c = -5, d = " + Long.MAX_VALUE + ", e = " + Long.MIN_VALUE);

        assertThat(root.integer("a", 1, 64)).isEqualTo(1);
        assertThat(root.integer("b", 1, 64)).isEqualTo(64);
        assertThat(root.optionalInteger("c", -5, 0)).hasValue(-5);
        assertThat(root.longInteger("d", 0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(root.optionalLongInteger("e", Long.MIN_VALUE, 0)).hasValue(Long.MIN_VALUE);
    }

    @Test
    void absentIntegersAreEmpty() {
        Section root = having("a = null");

        assertThat(root.optionalInteger("a", 1, 2)).isEqualTo(OptionalInt.empty());
        assertThat(root.optionalLongInteger("b", 1, 2)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void flagsAreTrueOrFalse() {
        Section root = having("a = true, b = \"false\"");

        assertThat(root.flag("a")).isTrue();
        assertThat(root.optionalFlag("b")).hasValue(false);
        assertThat(root.optionalFlag("c")).isEmpty();
    }

    @Test
    void durationsHaveAUnit() {
        Section root = having("a = 30 seconds, b = 10m, c = \"0.5 hours\", d = 0 s");

        assertThat(List.of("a", "b", "c", "d"))
                .extracting(root::duration)
                .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ZERO);
        assertThat(root.optionalDuration("e")).isEmpty();
    }

    @Test
    void percentagesAreWrittenInWordsOrWithTheSign() {
        Section root = having("a = 20 percent, b = 20%, c = \"12.5 %\", d = 0%, e = 100%");

        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(key -> root.percent(key).toString())
                .containsExactly("20 percent", "20 percent", "12.5 percent", "0 percent", "100 percent");
        assertThat(root.optionalPercent("f")).isEmpty();
    }

    @Test
    void sizesAreWrittenWithTheirUnit() {
        Section root = having("a = 32 MB, b = 1 KiB");

        assertThat(root.optionalBytes("a")).hasValue(32_000_000L);
        assertThat(root.optionalBytes("b")).hasValue(1_024L);
        assertThat(root.optionalBytes("f")).isEmpty();
    }

    @Test
    void choicesAreWrittenInKebabCase() {
        Section root = having("a = full-refresh, b = append");

        assertThat(root.choice("a", Mode.class)).isEqualTo(Mode.FULL_REFRESH);
        assertThat(root.optionalChoice("b", Mode.class)).hasValue(Mode.APPEND);
        assertThat(root.optionalChoice("c", Mode.class)).isEmpty();
    }

    @Test
    void textAloneIsAListOfOne() {
        Section root = having("a = [id, 2], b = id, c = [], d = null");

        assertThat(root.texts("a")).containsExactly("id", "2");
        assertThat(root.texts("b")).containsExactly("id");
        assertThat(root.optionalTexts("c")).isEmpty();
        assertThat(root.optionalTexts("d")).isEmpty();
    }

    @Test
    void textMapJoinsNestedKeysWithDotsAndKeepsTheirCase() {
        Section root =
                having("properties { delta { appendOnly = true, a.b = 1 }, \"x.Y/z\" = \"\", größe = 2, gone = null }");

        assertThat(root.textMap("properties"))
                .containsExactly(
                        Map.entry("delta.a.b", "1"),
                        Map.entry("delta.appendOnly", "true"),
                        Map.entry("größe", "2"),
                        Map.entry("x.Y/z", ""));
        assertThat(root.textMap("absent")).isEmpty();
    }

    @Test
    void sectionsKnowTheirPath() {
        Section root = having("source { url = x }, checks = [ { name = one }, { name = two } ]");

        assertThat(root.path()).isEqualTo("highwater");
        assertThat(root.section("source").path()).isEqualTo("highwater.source");
        assertThat(root.section("source").text("url")).isEqualTo("x");
        assertThat(root.sections("checks"))
                .extracting(Section::path)
                .containsExactly("highwater.checks[0]", "highwater.checks[1]");
        assertThat(root.sections("checks"))
                .extracting(check -> check.text("name"))
                .containsExactly("one", "two");
    }

    @Test
    void absentSectionsAreEmpty() {
        Section root = having("a = 1");

        assertThat(root.optionalSection("source")).isEmpty();
        assertThat(root.section("source").optionalText("url")).isEmpty();
        assertThat(root.sections("checks")).isEmpty();
    }

    @Test
    void hasTellsWhetherThereIsAnyValue() {
        Section root = having("a = 1, b = {}, c = null");

        assertThat(root.has("a")).isTrue();
        assertThat(root.has("b")).isTrue();
        assertThat(root.has("c")).isFalse();
        assertThat(root.has("d")).isFalse();
    }
}
