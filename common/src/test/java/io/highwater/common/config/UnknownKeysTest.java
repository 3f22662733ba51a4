package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownKeysTest {
    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private List<String> problemAfterReading(String... keys) {
        return folder.problemAfter(root -> {
            List.of(keys).forEach(root::has);
            root.rejectUnknown();
        });
    }

    private void assertNoProblemAfterReading(String... keys) {
        Settings settings = folder.read();
        List.of(keys).forEach(settings.root()::has);
        settings.root().rejectUnknown();

        assertThat(settings.problems().inOrder()).isEmpty();
    }

    @Test
    void misspelledKeyIsReportedWithTheOneThatWasMeant() {
        folder.confFile("a.conf", "highwater {\n  paralelism = 4\n}");

        assertThat(problemAfterReading("parallelism", "through"))
                .containsExactly("  highwater.paralelism    a.conf:2", "      unknown key; did you mean parallelism?");
    }

    @Test
    void keyLikeNoOtherIsReportedWithoutAGuess() {
        folder.confFile("a.conf", "highwater.colour = red");

        assertThat(problemAfterReading("parallelism", "through"))
                .containsExactly("  highwater.colour    a.conf:1", "      unknown key");
    }

    @Test
    void unknownObjectIsReportedOnceAndNotKeyByKey() {
        folder.confFile("a.conf", "highwater {\n  sorce { url = x, password = hunter2 }\n}");

        assertThat(problemAfterReading("source"))
                .containsExactly("  highwater.sorce    a.conf:2", "      unknown key; did you mean source?");
    }

    @Test
    void unknownKeysAreFoundInSectionsAndInListsOfSections() {
        folder.confFile("a.conf", """
                highwater {
                  source { url = x, usr = y }
                  checks = [
                    { name = one }
                    { name = two, nmae = three }
                  ]
                  one { two { three = 3 } }
                }
                """);

        assertThat(folder.messageAfter(root -> {
                    root.section("source").text("url");
                    root.section("source").optionalText("user");
                    root.sections("checks").forEach(check -> check.text("name"));
                    root.section("one").section("two");
                    root.rejectUnknown();
                }))
                .isEqualTo("""
                Configuration is not usable: 3 problems. Nothing was read or written.
                  highwater.source.usr        a.conf:2
                      unknown key; did you mean user?
                  highwater.checks[1].nmae    a.conf:5
                      unknown key; did you mean name?
                  highwater.one.two.three     a.conf:7
                      unknown key""");
    }

    @Test
    void whatWasReadThroughEitherOfTwoViewsOfASectionIsKnown() {
        folder.confFile("a.conf", "highwater.source { url = x, user = y }");
        Settings settings = folder.read();

        settings.root().section("source").text("url");
        settings.root().optionalSection("source").orElseThrow().text("user");
        settings.root().rejectUnknown();

        assertThat(settings.problems().inOrder()).isEmpty();
    }

    @Test
    void keysOfAFreeFormObjectAreAllKnown() {
        folder.confFile("a.conf", "highwater.properties { a.b = 1, c = 2 }");

        assertNoProblemAfterReading("properties");
    }

    @Test
    void keysThatOnlyHaveADefaultMayStayUnread() {
        folder.defaults("highwater { backfill { parallelism = 4, lag = ${?LAG} }, lag = 1, lag = ${?LAG} }")
                .variable("LAG", "2");

        assertNoProblemAfterReading();
    }

    @Test
    void keyWithADefaultThatAUserSetsAndNobodyReadsIsReported() {
        folder.defaults("highwater.backfill { parallelism = 4, through = x }")
                .confFile("a.conf", "highwater.backfill.parallelism = 5");

        assertThat(folder.problemAfter(root -> {
                    root.section("backfill").text("through");
                    root.rejectUnknown();
                }))
                .containsExactly("  highwater.backfill.parallelism    a.conf:1", "      unknown key");
    }

    @Test
    void unknownKeyWhoseValueComesFromTheEnvironmentIsReported() {
        folder.confFile("a.conf", "highwater.urll = ${DB}").variable("DB", "x");

        assertThat(problemAfterReading("url"))
                .containsExactly("  highwater.urll    environment variable DB", "      unknown key; did you mean url?");
    }

    @Test
    void unknownKeySetToNullIsReported() {
        folder.confFile("a.conf", "highwater.urll = null");

        assertThat(problemAfterReading("url"))
                .containsExactly("  highwater.urll    a.conf:1", "      unknown key; did you mean url?");
    }

    @Test
    void keyThatNeedsQuotesIsShownWithThem() {
        folder.set("\"a.b c\"=1");

        assertThat(problemAfterReading()).containsExactly("  highwater.\"a.b c\"    --set", "      unknown key");
    }

    @Test
    void misspelledRootIsFoundInFilesAndOverrides() {
        folder.confFile("a.conf", "\nhighwatr.a = 1").set("higwater.b=2").set("hihgwater=x");

        assertThat(folder.messageAfter(root -> root.has("a"))).isEqualTo("""
                Configuration is not usable: 3 problems. Nothing was read or written.
                  highwatr     a.conf:2
                      unknown key; did you mean highwater?
                  hihgwater    --set
                      unknown key; did you mean highwater?
                  higwater     --set
                      unknown key; did you mean highwater?""");
    }

    @Test
    void anyOtherKeyBesideTheRootIsForeign() {
        folder.confFile("a.conf", "spark.master = local");

        assertThat(problemAfterReading())
                .containsExactly("  spark    a.conf:1", "      unknown key; expected every key below highwater");
    }
}
