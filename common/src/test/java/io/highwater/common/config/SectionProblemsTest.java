package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionProblemsTest {
    private enum Mode {
        APPEND,
        FULL_REFRESH
    }

    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private record Reader(
            String expectation, BiConsumer<Section, String> required, BiConsumer<Section, String> optional) {
        private static final Reader TEXT =
                new Reader("expected a string that is not empty", Section::text, Section::optionalText);
        private static final Reader INTEGER = new Reader(
                "expected an integer from 1 to 64",
                (section, key) -> section.integer(key, 1, 64),
                (section, key) -> section.optionalInteger(key, 1, 64));
        private static final Reader LONG_INTEGER = new Reader(
                "expected an integer of at least 1",
                (section, key) -> section.longInteger(key, 1, Long.MAX_VALUE),
                (section, key) -> section.optionalLongInteger(key, 1, Long.MAX_VALUE));
        private static final Reader FLAG = new Reader("expected true or false", Section::flag, Section::optionalFlag);
        private static final Reader DURATION = new Reader(
                "expected a duration such as 30 seconds or 10 minutes", Section::duration, Section::optionalDuration);
        private static final Reader PERCENT = new Reader(
                "expected a share such as 20 percent, from 0 to 100 percent",
                Section::percent,
                Section::optionalPercent);
        private static final Reader CHOICE = new Reader(
                "expected one of append, full-refresh",
                (section, key) -> section.choice(key, Mode.class),
                (section, key) -> section.optionalChoice(key, Mode.class));
        private static final Reader TEXTS =
                new Reader("expected a list of at least one string", Section::texts, Section::optionalTexts);

        @Override
        public String toString() {
            return expectation;
        }
    }

    private static Stream<Reader> readers() {
        return Stream.of(
                Reader.TEXT,
                Reader.INTEGER,
                Reader.LONG_INTEGER,
                Reader.FLAG,
                Reader.DURATION,
                Reader.PERCENT,
                Reader.CHOICE,
                Reader.TEXTS);
    }

    private static Stream<Arguments> wrongValues() {
        return Stream.of(
                        wrong(Reader.TEXT, "\"\"", "{…}", "[…]"),
                        wrong(
                                Reader.INTEGER,
                                "0",
                                "65",
                                "2.5",
                                "1e1",
                                "\"x\"",
                                "{…}",
                                "[1]",
                                "\"99999999999999999999\""),
                        wrong(Reader.LONG_INTEGER, "0", "\"9223372036854775808\"", "\"many\"", "[]"),
                        wrong(Reader.FLAG, "\"yes\"", "1", "\"True\"", "{…}", "[]"),
                        wrong(
                                Reader.DURATION,
                                "30",
                                "\"-1 seconds\"",
                                "\"1 fortnight\"",
                                "\"1.2.3 s\"",
                                "\"soon\"",
                                "[]"),
                        wrong(Reader.PERCENT, "20", "0.2", "\"101 percent\"", "\"-1%\"", "\"1.%\"", "{…}"),
                        wrong(Reader.CHOICE, "\"full_refresh\"", "\"APPEND\"", "\"\"", "[\"append\"]"),
                        wrong(Reader.TEXTS, "[]", "{…}", "[\"a\", {…}]", "[\"a\", null]", "[[\"a\"]]"))
                .flatMap(values -> values);
    }

    private static Stream<Arguments> wrong(Reader reader, String... shown) {
        return Stream.of(shown).map(value -> Arguments.of(reader, value.replace("…", ""), value));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void valueOfTheWrongShapeIsShownWithWhatWasExpected(Reader reader, String written, String shown) {
        folder.confFile("a.conf", "highwater {\n  key = " + written + "\n}");

        assertThat(folder.problemAfter(root -> reader.required.accept(root, "key")))
                .containsExactly(
                        "  highwater.key = " + shown.replace("[…]", "[]") + "    a.conf:2",
                        "      " + reader.expectation);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void requiredKeyThatIsMissingIsReportedAtItsSection(Reader reader) {
        folder.confFile("a.conf", "highwater {\n  source {\n    key = null\n  }\n}");

        assertThat(folder.problemAfter(root -> reader.required.accept(root.section("source"), "key")))
                .containsExactly("  highwater.source.key    a.conf:2", "      missing; " + reader.expectation);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void optionalKeyMayBeMissingButNotWrong(Reader reader) {
        folder.confFile("a.conf", "highwater {\n  key = { x = 1 }\n}");

        assertThat(folder.problemAfter(root -> {
                    reader.optional.accept(root, "absent");
                    reader.optional.accept(root, "key");
                }))
                .first()
                .isEqualTo("  highwater.key = {…}    a.conf:2");
    }

    @Test
    void valueThatIsBuiltOnADefaultIsReportedWhereItWasBuilt() {
        folder.defaults("highwater.key = 6").confFile("a.conf", "\nhighwater.key = ${highwater.key}5x");

        assertThat(folder.problemAfter(root -> root.integer("key", 1, 64)))
                .first()
                .isEqualTo("  highwater.key = \"65x\"    a.conf:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"32", "\"0 MB\"", "\"1 bushel\"", "[]"})
    void sizeOfTheWrongShapeIsShownWithWhatWasExpected(String written) {
        folder.confFile("a.conf", "highwater {\n  key = " + written + "\n}");

        assertThat(folder.problemAfter(root -> root.optionalBytes("key")))
                .containsExactly(
                        "  highwater.key = " + written + "    a.conf:2",
                        "      expected a size such as 32 MB or 1 GiB");
    }

    @Test
    void placeholdersAreHarmless() {
        Section root = folder.root();

        assertThat(root.text("a")).isNotEmpty();
        assertThat(root.integer("a", 3, 64)).isEqualTo(3);
        assertThat(root.flag("a")).isFalse();
        assertThat(root.duration("a")).isEqualTo(Duration.ZERO);
        assertThat(root.percent("a")).isEqualTo(Percent.of(0));
        assertThat(root.choice("a", Mode.class)).isEqualTo(Mode.APPEND);
        assertThat(root.texts("a")).isNotEmpty();
    }

    @Test
    void missingKeyOfAMissingSectionIsReportedWhereTheSectionShouldBe() {
        folder.confFile("a.conf", "highwater {\n  job = x\n}");

        assertThat(folder.problemAfter(
                        root -> root.section("source").section("table").text("name")))
                .containsExactly(
                        "  highwater.source.table.name    a.conf:1",
                        "      missing; expected a string that is not empty");
    }

    @Test
    void missingKeyIsReportedAtTheStrongestFileThatWritesItsSection() {
        folder.defaults("highwater.source.user = x")
                .confFile("a.conf", "\nhighwater.source.table = x")
                .confFile("b.conf", "\n\nhighwater.source.schema = x")
                .set("source.table=y");

        assertThat(folder.problemAfter(root -> root.section("source").text("url")))
                .first()
                .isEqualTo("  highwater.source.url    b.conf:3");
    }

    @Test
    void missingKeyOfASectionNobodyWroteIsReportedAtTheFilesThatWereRead() {
        folder.defaults("highwater.source.user = x").confFile("a.conf", "").confFile("b.conf", "");

        assertThat(folder.problemAfter(root -> root.section("source").text("url")))
                .first()
                .isEqualTo("  highwater.source.url    a.conf, b.conf");
    }

    @Test
    void missingKeyWithoutAnyFileSaysThatThereIsNone() {
        assertThat(folder.problemAfter(root -> root.text("job")))
                .first()
                .isEqualTo("  highwater.job    no --conf-file");
    }

    @Test
    void missingKeyWithoutAnyLayerAtAllSaysThatThereIsNoFile() {
        folder.defaults("");

        assertThat(folder.problemAfter(root -> root.text("job")))
                .first()
                .isEqualTo("  highwater.job    no --conf-file");
    }

    @Test
    void sectionMustBeAnObjectAndNothingBelowItIsReported() {
        folder.confFile("a.conf", "highwater.source = 3");

        assertThat(folder.problemAfter(root -> {
                    root.section("source").text("url");
                    root.optionalSection("source")
                            .orElseThrow()
                            .section("deeper")
                            .text("url");
                    root.rejectUnknown();
                }))
                .containsExactly("  highwater.source = 3    a.conf:1", "      expected a section { … }");
    }

    @Test
    void sectionsMustBeAListOfObjects() {
        folder.confFile("a.conf", "highwater {\n  one { a = 1 }\n  two = [\n    { a = 1 }\n    x\n  ]\n}");

        assertThat(folder.messageAfter(root -> {
                    root.sections("one");
                    root.sections("two").forEach(element -> element.text("a"));
                }))
                .isEqualTo("""
                Configuration is not usable: 2 problems. Nothing was read or written.
                  highwater.one = {…}       a.conf:2
                      expected a list of objects [{ … }]
                  highwater.two[1] = "x"    a.conf:5
                      expected an object { … }""");
    }

    @Test
    void textMapMustBeAnObjectOfTexts() {
        folder.confFile("a.conf", "highwater {\n  one = x\n  two {\n    a.b = [1]\n    c = 1\n  }\n}");

        assertThat(folder.messageAfter(root -> {
                    root.textMap("one");
                    root.textMap("two");
                }))
                .isEqualTo("""
                Configuration is not usable: 2 problems. Nothing was read or written.
                  highwater.one = "x"        a.conf:2
                      expected an object { … }
                  highwater.two.a.b = [1]    a.conf:4
                      expected a string""");
    }

    @Test
    void keyOfATextMapMustNotBeSetBothQuotedAndNested() {
        folder.confFile("a.conf", "highwater.map {\n  a.b = 1\n  \"a.b\" = 2\n}");

        assertThat(folder.problemAfter(root -> root.textMap("map")))
                .last()
                .isEqualTo("      expected a.b only once; it is set both quoted and nested");
    }

    @Test
    void callersReportProblemsOfTheirOwnWithAKeyOrItsAbsence() {
        folder.confFile("a.conf", "highwater {\n  through = someday\n}");

        assertThat(folder.messageAfter(root -> {
                    root.problem("through", "expected a date such as 2024-12-31");
                    root.problem("from", "expected from whenever through is set");
                }))
                .isEqualTo("""
                Configuration is not usable: 2 problems. Nothing was read or written.
                  highwater.from                   a.conf:1
                      expected from whenever through is set
                  highwater.through = "someday"    a.conf:2
                      expected a date such as 2024-12-31""");
    }
}
