package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerProblemsTest {
    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private List<String> problem() {
        return folder.problemAfter(root -> root.has("a"));
    }

    @Test
    void missingFileIsNamedWithThePlaceWhereItWasLookedFor() {
        folder.confFileNamed(folder.path() + "/absent.conf");

        assertThat(problem())
                .containsExactly(
                        "  absent.conf    --conf-file", "      cannot be read: file:absent.conf does not exist");
    }

    @Test
    void directoryIsNotAFile() {
        folder.write("conf/a.conf", "").confFileNamed(folder.path() + "/conf");

        assertThat(problem())
                .containsExactly("  conf    --conf-file", "      cannot be read: file:conf is a directory");
    }

    @Test
    void fileInAnotherEncodingIsRefusedRatherThanMisread() {
        folder.write("a.conf", new byte[] {'a', '=', (byte) 0xFC}).confFileNamed(folder.path() + "/a.conf");

        assertThat(problem())
                .containsExactly("  a.conf    --conf-file", "      cannot be read: file:a.conf is not UTF-8 text");
    }

    @Test
    void schemeWithoutFileSystemIsAProblem() {
        folder.confFileNamed("nosuch://bucket/a.conf");

        assertThat(problem())
                .containsExactly(
                        "  nosuch://bucket/a.conf    --conf-file",
                        "      cannot be read: No FileSystem for scheme \"nosuch\"");
    }

    @Test
    void fileSystemWhoseClassIsMissingIsAProblem() {
        folder.hadoop().set("fs.absent.impl", "no.such.FileSystem");
        folder.confFileNamed("absent://bucket/a.conf");

        assertThat(problem())
                .containsExactly(
                        "  absent://bucket/a.conf    --conf-file",
                        "      cannot be read: java.lang.ClassNotFoundException: Class no.such.FileSystem not found");
    }

    @Test
    void syntaxErrorIsReportedWithItsLine() {
        folder.confFile("a.conf", "highwater {\n  a = 1\n  b = @\n}\n");

        assertThat(problem())
                .containsExactly(
                        "  a.conf    a.conf:3",
                        "      expected HOCON: Expecting a value but got wrong token: "
                                + "'@' (Reserved character '@' is not allowed outside quotes)");
    }

    @Test
    void syntaxErrorInAFileWithAReferenceToASecretIsStillExplained() {
        folder.confFile("a.conf", "highwater {\n  password = \"env:DB_PASSWORD\"\n  b = ]\n}\n");

        assertThat(problem())
                .containsExactly(
                        "  a.conf    a.conf:3", "      expected HOCON: Expecting a value but got wrong token: ']'");
    }

    @Test
    void syntaxErrorInAFileThatMayHoldASecretIsNotQuoted() {
        folder.confFile("a.conf", "highwater {\n  password = \"\"hunter2\n}\nhunter3 : hunter4 ]");

        assertThat(problem())
                .containsExactly(
                        "  a.conf    a.conf:4",
                        "      expected HOCON: what was found here instead is not shown, "
                                + "because the file may hold a secret");
    }

    @Test
    void includedFileThatIsMissingIsReportedWithTheLineThatIncludesIt() {
        folder.confFile("conf/a.conf", "highwater {\n  a = 1\n  include \"shared/b.conf\"\n}");

        assertThat(problem())
                .containsExactly(
                        "  shared/b.conf    conf/a.conf:3",
                        "      cannot be read: file:conf/shared/b.conf does not exist");
    }

    @Test
    void syntaxErrorInAnIncludedFileIsReportedThere() {
        folder.confFile("conf/a.conf", "include \"b.conf\"").write("conf/b.conf", "\nx = ]");

        assertThat(problem())
                .containsExactly(
                        "  conf/b.conf    conf/b.conf:2",
                        "      expected HOCON: Expecting a value but got wrong token: ']'");
    }

    @Test
    void filesThatIncludeEachOtherAreAProblem() {
        folder.confFile("a.conf", "include \"b.conf\"").write("b.conf", "\ninclude \"a.conf\"");

        assertThat(problem())
                .containsExactly("  a.conf    b.conf:2", "      expected a file that does not include itself");
    }

    @Test
    void includeThatCannotBeAPathIsAProblem() {
        folder.confFile("a.conf", "include \"x:y.conf\"");

        assertThat(problem())
                .containsExactly(
                        "  x:y.conf    a.conf:1",
                        "      cannot be read: java.net.URISyntaxException: Relative path in absolute URI: x:y.conf");
    }

    @Test
    void classPathCannotBeIncluded() {
        folder.confFile("a.conf", "include classpath(\"reference.conf\")");

        assertThat(problem())
                .containsExactly(
                        "  reference.conf    a.conf:1",
                        "      expected the name of a file, not of a class path resource");
    }

    @Test
    void fileThatAnOverrideIncludesMustExist() {
        folder.set("source={ include \"nosuch://b.conf\" }");

        assertThat(problem())
                .containsExactly(
                        "  nosuch://b.conf    --set", "      cannot be read: No FileSystem for scheme \"nosuch\"");
    }

    @Test
    void listIsNotAConfiguration() {
        folder.confFile("a.conf", "[1]");

        assertThat(problem())
                .containsExactly(
                        "  a.conf    a.conf:1", "      expected HOCON: has type LIST rather than object at file root");
    }

    @Test
    void overrideWithoutEqualsSign() {
        folder.set("source.url");

        assertThat(problem()).containsExactly("  source.url    --set", "      expected key=value");
    }

    @Test
    void everyLayerThatCannotBeReadIsReportedAtOnceAndNothingBeyond() {
        Path absent = Path.of("absent.conf").toAbsolutePath();
        folder.confFile("b.conf", "highwater {\n  a = 1\n}\n\ninclude \"nosuch://c.conf\"")
                .confFile("a.conf", "\n\ninclude \"nosuch://d.conf\"")
                .confFileNamed("absent.conf")
                .set("parallelism")
                .set("source..url=x")
                .set("password hunter2")
                .set("=x");

        assertThat(folder.messageAfter(root -> root.text("required"))).isEqualTo("""
                Configuration is not usable: 7 problems. Nothing was read or written.
                  nosuch://d.conf    a.conf:3
                      cannot be read: No FileSystem for scheme "nosuch"
                  nosuch://c.conf    b.conf:5
                      cannot be read: No FileSystem for scheme "nosuch"
                  absent.conf        --conf-file
                      cannot be read: file:%s does not exist
                  parallelism        --set
                      expected key=value
                  source..url=       --set
                      expected a key such as source.url before the =
                  *****              --set
                      expected key=value
                  =                  --set
                      expected a key such as source.url before the =""".formatted(absent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${NOWHERE}", "before-${NOWHERE}", "[1, ${NOWHERE}]", "${NOWHERE} { b = 1 }"})
    void substitutionThatNothingAnswersIsReportedOnce(String value) {
        folder.confFile("a.conf", "highwater {\n  a = " + value + "\n}");

        assertThat(folder.problemAfter(root -> {
                    root.integer("a", 1, 2);
                    root.text("a");
                    root.section("a").text("b");
                    root.sections("a");
                    root.textMap("a");
                    root.secret("a");
                }))
                .last()
                .isEqualTo("      expected ${NOWHERE} to be a key of the configuration or an environment variable");
    }

    @Test
    void openSubstitutionsAreFoundAtAnyDepthTogetherWithOtherProblems() {
        folder.defaults("highwater.url = x").confFile("a.conf", """
                highwater {
                  source { url = ${URL}, password = ${PASSWORD} }
                  url = ${OTHER}
                  checks = [ { name = ${NAME}${AGAIN} } ]
                  parallelism = none
                }
                """);

        assertThat(folder.messageAfter(root -> root.integer("parallelism", 1, 64)))
                .isEqualTo("""
                Configuration is not usable: 5 problems. Nothing was read or written.
                  highwater.source.password = *****                  a.conf:2
                      expected ${PASSWORD} to be a key of the configuration or an environment variable
                  highwater.source.url = ${URL}                      a.conf:2
                      expected ${URL} to be a key of the configuration or an environment variable
                  highwater.url = ${OTHER}                           a.conf:3
                      expected ${OTHER} to be a key of the configuration or an environment variable
                  highwater.checks[0].name = ${NAME} and ${AGAIN}    a.conf:4
                      expected ${NAME} and ${AGAIN} to be a key of the configuration or an environment variable
                  highwater.parallelism = "none"                     a.conf:5
                      expected an integer from 1 to 64""");
    }

    @Test
    void substitutionsInACircleAreAProblem() {
        folder.confFile("a.conf", "highwater.a = ${highwater.b}\nhighwater.b = ${highwater.a}");

        assertThat(problem())
                .containsExactly(
                        "  ${highwater.a}    a.conf:2",
                        "      expected a substitution that does not lead back to itself");
    }

    @Test
    void listJoinedWithTextIsAProblem() {
        folder.confFile("a.conf", "highwater {\n  list = [1]\n  a = ${highwater.list} x\n}");

        assertThat(problem())
                .containsExactly("  highwater    a.conf:2", "      expected no list or object to be joined with text");
    }

    @Test
    void rootMustBeAnObject() {
        folder.confFile("a.conf", "highwater = 3");

        assertThat(folder.problemAfter(root -> root.text("missing")))
                .containsExactly("  highwater = 3    a.conf:1", "      expected an object { … }");
    }
}
