package io.highwater.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users paste is what the command makes. {@code -Dhighwater.test.rewrite=scripts} writes it anew. */
class SubmitExamplesTest {
    private static final Path SCRIPTS = Path.of("../scripts");
    private static final boolean REWRITE = "scripts".equals(System.getProperty("highwater.test.rewrite"));
    private static final Set<String> BY_HAND = Set.of("emr/configurations.json", "kubernetes/Dockerfile");
    private static final Pattern COPIED = Pattern.compile("jobs/target/lib/(\\S+)");

    @Test
    void filesToPasteAreWhatTheCommandPrints() throws IOException {
        for (Example example : Example.all()) {
            check(example.file(), example.text());
        }
        check("README.md", Example.readme());
    }

    @Test
    void noFileIsLeftThatNothingMakes() throws IOException {
        Set<String> made = Example.all().stream().map(Example::file).collect(Collectors.toCollection(TreeSet::new));
        Set<String> folders = made.stream().map(file -> file.split("/")[0]).collect(Collectors.toSet());
        Set<String> there = new TreeSet<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(SCRIPTS.resolve(folder))) {
                files.forEach(file -> there.add(folder + "/" + file.getFileName()));
            }
        }
        made.addAll(BY_HAND);

        assertThat(there).isEqualTo(made);
    }

    @Test
    void jarsOfTheImageAreAmongThoseOfTheBuild() throws IOException {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
        String recipe = Files.readString(SCRIPTS.resolve("kubernetes/Dockerfile"));
        Matcher kit = Pattern.compile("ARG AWS_SDK=(.*)").matcher(recipe);
        assertThat(kit.find()).isTrue();
        List<String> copied = COPIED.matcher(recipe.replace("${AWS_SDK}", kit.group(1)))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(copied)
                .hasSizeGreaterThan(5)
                .allSatisfy(glob -> assertThat(jars)
                        .anyMatch(jar -> jar.matches(glob.replace(".", "\\.")
                                .replaceFirst("^\\*", ".+")
                                .replace("*", "[0-9].*"))));
    }

    private static void check(String file, String text) throws IOException {
        Path path = SCRIPTS.resolve(file);
        if (REWRITE) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertThat(path).hasContent(text);
    }
}
