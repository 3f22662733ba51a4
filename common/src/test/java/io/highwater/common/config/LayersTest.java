package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {
    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    @Test
    void laterFilesWinOverEarlierOnesAndOverridesOverAllFiles() {
        folder.defaults("highwater { a = defaults, b = defaults, c = defaults, d = defaults, e = defaults }")
                .confFile("first.conf", "highwater { b = first, c = first, d = first, e = first }")
                .confFile("second.conf", "highwater { c = second, d = second, e = second }")
                .set("d=earlier")
                .set("e=earlier")
                .set("highwater.e=later");

        Section root = folder.root();

        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(root::text)
                .containsExactly("defaults", "first", "second", "earlier", "later");
    }

    @Test
    void objectsOfAllLayersAreMergedKeyByKey() {
        folder.defaults("highwater.source { url = x, user = reader }")
                .confFile("a.conf", "highwater { source { url = y } }")
                .set("source.table=orders");

        Section source = folder.root().section("source");

        assertThat(source.text("url")).isEqualTo("y");
        assertThat(source.text("user")).isEqualTo("reader");
        assertThat(source.text("table")).isEqualTo("orders");
    }

    @Test
    void nullInAHigherLayerTakesAValueAway() {
        folder.defaults("highwater.user = reader").confFile("a.conf", "highwater.user = null");

        assertThat(folder.root().optionalText("user")).isEmpty();
    }

    @Test
    void otherLibrariesDefaultsAreLeftOut() {
        folder.defaults("akka.loglevel = debug").confFile("a.conf", "highwater.a = ${?akka.loglevel}");

        assertThat(folder.root().optionalText("a")).isEmpty();
    }

    @Test
    void theDefaultsOnTheClassPathAreReadWhenNoneAreNamed() {
        Settings settings = Layers.of(Map.of(), new Configuration(false))
                .withOverrides(List.of("job=orders"))
                .read();

        assertThat(settings.root().text("job")).isEqualTo("orders");
    }

    @Test
    void systemPropertiesAreNoLayer() {
        System.setProperty("highwater.only-a-property", "x");
        try {
            assertThat(folder.root().optionalText("only-a-property")).isEmpty();
        } finally {
            System.clearProperty("highwater.only-a-property");
        }
    }

    @Test
    void filesMayBeNamedByUriOrRelativeToTheWorkingDirectory() {
        Path written = folder.write("a b.conf", "highwater.a = 1").path().resolve("a b.conf");
        Path relative = Path.of("")
                .toAbsolutePath()
                .relativize(folder.write("b.conf", "highwater.b = 2").path());
        folder.confFileNamed("file://" + written).confFileNamed(relative + "/b.conf");

        assertThat(folder.root().text("a")).isEqualTo("1");
        assertThat(folder.root().text("b")).isEqualTo("2");
    }

    @Test
    void includedFilesAreFoundNextToTheIncludingOne() {
        folder.confFile("conf/main.conf", "highwater { include \"shared/db.conf\" }")
                .write("conf/shared/db.conf", "source { url = ${?URL}, include \"user.conf\" }")
                .write("conf/shared/user.conf", "user = reader, home = ${url}/home")
                .variable("URL", "db");

        Section source = folder.root().section("source");

        assertThat(source.text("url")).isEqualTo("db");
        assertThat(source.text("user")).isEqualTo("reader");
        assertThat(source.text("home")).isEqualTo("db/home");
    }

    @Test
    void includesThatNameAFileOrAUrlAreReadInTheSameWay() {
        folder.write("b.conf", "highwater.b = 1").write("c.conf", "highwater.c = 2");
        String url = folder.path().resolve("c.conf").toUri().toString();
        folder.confFile("a.conf", "include file(\"b.conf\")\ninclude required(url(\"" + url + "\"))");

        assertThat(folder.root().text("b")).isEqualTo("1");
        assertThat(folder.root().text("c")).isEqualTo("2");
    }

    @Test
    void sameFileMayBeIncludedTwiceAsLongAsItIsNotWithinItself() {
        folder.confFile("a.conf", "highwater { one { include \"b.conf\" }, two { include \"b.conf\" } }")
                .write("b.conf", "x = 1");

        assertThat(folder.root().section("one").text("x")).isEqualTo("1");
        assertThat(folder.root().section("two").text("x")).isEqualTo("1");
    }

    @Test
    void environmentAnswersSubstitutionsThatNoKeyAnswers() {
        folder.confFile(
                        "a.conf",
                        "highwater { a = ${A}, b = fallback, b = ${?B}, c = before-${A}-after, d = ${highwater.a} }")
                .variable("A", "one");

        Section root = folder.root();

        assertThat(List.of("a", "b", "c", "d"))
                .extracting(root::text)
                .containsExactly("one", "fallback", "before-one-after", "one");
    }

    @Test
    void variablesOfTheProcessItselfAreNotRead() {
        folder.confFile("a.conf", "highwater.path = ${?PATH}");

        assertThat(folder.root().optionalText("path")).isEmpty();
    }

    @Test
    void variableNamedLikeTheRootIsNotTakenForIt() {
        folder.defaults("").variable("highwater", "x");

        assertThat(folder.read().problems().inOrder()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "jdbc:postgresql://h:5432/db?x=y | jdbc:postgresql://h:5432/db?x=y",
                "s3a://bucket/path | s3a://bucket/path",
                "a//b | a//b",
                "color#7 | color#7",
                "\"quoted # text\" | quoted # text",
                "a,b | a,b",
                "1, 2 | 1, 2",
                "a = b | a = b",
                "007 | 007",
                "1.10 | 1.10",
                "[ | [",
                "* | *",
                "10 minutes | 10 minutes",
                "pre-${highwater.other} | pre-x",
                "x}, y = {z | x}, y = {z",
            })
    void overridesNeedNoQuotes(String written, String read) {
        folder.defaults("highwater.other = x").set("key=" + written);

        assertThat(folder.root().text("key")).isEqualTo(read);
    }

    @Test
    void overrideWithNothingAfterTheEqualsSignIsAnEmptyString() {
        assertThat(folder.set("key=").root().optionalText("key")).hasValue("");
    }

    @Test
    void overridesMayHoldListsObjectsAndNull() {
        folder.defaults("highwater.gone = x")
                .set("keys=[id, line]")
                .set("source={ url = x }")
                .set("properties.\"delta.appendOnly\"=true")
                .set("gone=null");

        Section root = folder.root();

        assertThat(root.texts("keys")).containsExactly("id", "line");
        assertThat(root.section("source").text("url")).isEqualTo("x");
        assertThat(root.textMap("properties")).containsExactly(Map.entry("delta.appendOnly", "true"));
        assertThat(root.has("gone")).isFalse();
    }

    @Test
    void overrideMayReferToAnotherKeyOrToTheEnvironment() {
        folder.defaults("highwater.user = reader")
                .set("a=${highwater.user}")
                .set("b=${HOST}")
                .variable("HOST", "db");

        assertThat(folder.root().text("a")).isEqualTo("reader");
        assertThat(folder.root().text("b")).isEqualTo("db");
    }

    @Test
    void windowsLineEndsByteOrderMarksAndForeignLettersAreRead() {
        folder.confFile("a.conf", "\uFEFFhighwater {\r\n  größe = zwölf\r\n  text = \"日本語\"\r\n}\r\n");

        assertThat(folder.root().text("größe")).isEqualTo("zwölf");
        assertThat(folder.root().text("text")).isEqualTo("日本語");
    }

    @Test
    void emptyFileIsALayerThatSaysNothing() {
        folder.defaults("highwater.a = 1").confFile("a.conf", "");

        assertThat(folder.root().text("a")).isEqualTo("1");
    }
}
