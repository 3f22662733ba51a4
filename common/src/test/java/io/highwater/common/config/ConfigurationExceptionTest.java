package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationExceptionTest {
    private static final Shape<LocalDate> DATE =
            Shape.parsed("expected a date such as 2024-12-31", LocalDate.EPOCH, ConfigurationExceptionTest::date);

    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        folder.confFile("conf/orders.conf", "\n".repeat(10) + """
                highwater.backfill {
                  parallelism = 0
                  paralelism = 4
                }
                """).set("backfill.through=2024-13-01");

        assertThat(folder.messageAfter(root -> {
                    Section backfill = root.section("backfill");
                    backfill.integer("parallelism", 1, 64);
                    backfill.value("through", DATE);
                    root.rejectUnknown();
                }))
                .isEqualTo("""
                Configuration is not usable: 3 problems. Nothing was read or written.
                  highwater.backfill.parallelism = 0           conf/orders.conf:12
                      expected an integer from 1 to 64
                  highwater.backfill.through = "2024-13-01"    --set
                      expected a date such as 2024-12-31
                  highwater.backfill.paralelism                conf/orders.conf:13
                      unknown key; did you mean parallelism?""");
    }

    @Test
    void problemsAreInTheOrderOfFilesAndLinesAndNotInTheOrderOfReading() {
        folder.confFile("b.conf", "highwater {\n  later = x\n  b = x\n}")
                .confFile(
                        "a.conf",
                        "highwater {\n  a10 = [ { x = 日本, y = [1, two] } ]\n" + "\n".repeat(7) + "  a2 = true\n}")
                .set("z=x")
                .set("c=${C}")
                .variable("C", "\t\"tab\"");

        assertThat(folder.messageAfter(root -> {
                    for (String key : new String[] {"z", "c", "b", "later", "a2", "a10", "absent"}) {
                        root.integer(key, 1, 9);
                    }
                }))
                .isEqualTo("""
                Configuration is not usable: 7 problems. Nothing was read or written.
                  highwater.absent             a.conf:1
                      missing; expected an integer from 1 to 9
                  highwater.a10 = [{…}]        a.conf:2
                      expected an integer from 1 to 9
                  highwater.a2 = true          a.conf:10
                      expected an integer from 1 to 9
                  highwater.later = "x"        b.conf:2
                      expected an integer from 1 to 9
                  highwater.b = "x"            b.conf:3
                      expected an integer from 1 to 9
                  highwater.z = "x"            --set
                      expected an integer from 1 to 9
                  highwater.c = "\\t\\"tab\\""    environment variable C
                      expected an integer from 1 to 9""");
    }

    @Test
    void longValuesAreShortened() {
        folder.set("a=" + "x".repeat(500));

        assertThat(folder.problemAfter(root -> root.flag("a")))
                .first()
                .isEqualTo("  highwater.a = \"" + "x".repeat(79) + "…    --set");
    }

    @Test
    void ofSeveralProblemsWithOneKeyTheFirstIsTold() {
        folder.set("a=x");

        assertThat(folder.problemAfter(root -> {
                    root.flag("a");
                    root.problem("a", "expected something else");
                }))
                .last()
                .isEqualTo("      expected true or false");
    }

    @Test
    void problemsCanBeAskedFor() {
        folder.set("a=x");
        Settings settings = folder.read();

        settings.root().flag("a");

        assertThat(settings.problems().inOrder())
                .containsExactly(new Problem(
                        "highwater.a", Optional.of("\"x\""), Origin.place("--set"), "expected true or false"));
    }
}
