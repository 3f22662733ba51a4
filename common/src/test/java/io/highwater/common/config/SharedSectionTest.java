package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sections that stand over others and say what those do not. */
class SharedSectionTest {
    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory)
                .defaults("highwater { source.fetch = 10, retry { attempts = 1 } }")
                .confFile("a.conf", """
                        highwater {
                          source { url = top, user = etl }
                          pipeline {
                            defaults { source.url = shared, retry.attempts = 2 }
                            steps {
                              second { source { table = b } }
                              first { source { table = a, url = own }, retry.attempts = 3 }
                              third {}
                            }
                          }
                        }
                        """);
    }

    private static Section step(Section root, String name) {
        Section pipeline = root.section("pipeline");
        Section shared = pipeline.section("defaults").over(root, Set.of("pipeline"));
        return pipeline.section("steps").section(name).over(shared, Set.of()).or("job", name);
    }

    @Test
    void eachKeyIsSaidByTheNearestThatHasIt() {
        Section root = folder.root();

        Section first = step(root, "first").section("source");
        assertThat(List.of(first.text("table"), first.text("url"), first.text("user")))
                .containsExactly("a", "own", "etl");
        assertThat(first.integer("fetch", 1, 100)).isEqualTo(10);
        assertThat(step(root, "first").section("retry").integer("attempts", 1, 9))
                .isEqualTo(3);
        assertThat(step(root, "second").section("source").text("url")).isEqualTo("shared");
        assertThat(step(root, "third").section("retry").integer("attempts", 1, 9))
                .isEqualTo(2);
        assertThat(step(root, "third").text("job")).isEqualTo("third");
        assertThat(step(root, "third").has("pipeline")).isFalse();
    }

    @Test
    void namesComeInTheOrderInWhichTheyWereWritten() {
        assertThat(folder.root().section("pipeline").section("steps").names())
                .containsExactly("second", "first", "third");
    }

    @Test
    void whatIsMissingIsMissingInTheSectionItself() {
        assertThat(folder.problemAfter(
                        root -> step(root, "third").section("source").text("table")))
                .containsExactly(
                        "  highwater.pipeline.steps.third.source.table    a.conf:8",
                        "      missing; expected a string that is not empty");
    }

    @Test
    void wrongValuesAreReportedOnceWhereTheyStand() {
        folder.set("pipeline.defaults.retry.attempts=many");

        assertThat(folder.problemAfter(root -> List.of("second", "third")
                        .forEach(name -> step(root, name).section("retry").integer("attempts", 1, 9))))
                .containsExactly(
                        "  highwater.pipeline.defaults.retry.attempts = \"many\"    --set",
                        "      expected an integer from 1 to 9");
    }

    @Test
    void unknownKeysAreReportedOnceWhereTheyStand() {
        folder.confFile("b.conf", "highwater { sorce { x = 1 }, pipeline.steps.third.tabel = t }");

        assertThat(folder.messageAfter(root -> {
                    for (String name : List.of("second", "third")) {
                        Section step = step(root, name);
                        Section source = step.section("source");
                        List.of("url", "user", "table").forEach(source::has);
                        step.acceptShared(List.of("job", "retry", "tabel"));
                        step.rejectUnknown();
                    }
                }))
                .contains("2 problems", "highwater.sorce ", "highwater.pipeline.steps.third.tabel ");
    }
}
