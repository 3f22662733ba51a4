package io.highwater.jobs.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that clusters get, as the build made it. */
class ShadedJarIT {
    private static final Path JAR = Path.of(System.getProperty("highwater.jar"));
    private static final long BUDGET = Long.getLong("highwater.jar.budget");
    /** Where Delta Kernel is, if this Spark's own Parquet is too old for it. */
    private static final String KERNEL = "io/highwater/shaded/kernel/";

    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(JAR.toFile());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void everyClassIsBelowOurName() {
        assertThat(names())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.startsWith("io/highwater/"));
    }

    @Test
    void nothingInItIsNamedAsALibraryOfAClusterCouldBe() {
        assertThat(names())
                .filteredOn(name -> !name.endsWith("/") && !name.startsWith("io/highwater/"))
                .allMatch(name -> name.startsWith("META-INF/maven/")
                        || List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE", "reference.conf")
                                .contains(name)
                        || (hasKernel() && isOfParquet(name)));
    }

    /** Licences of what Parquet has in it, and services under our name. */
    private static boolean isOfParquet(String name) {
        return name.matches(
                "META-INF/(services/io\\.highwater\\..+|(LICENSE|NOTICE)_jackson-.+|(FastDoubleParser|thirdparty)-.+)");
    }

    @Test
    void nothingIsInItTwice() {
        assertThat(names()).doesNotHaveDuplicates();
    }

    @Test
    void relocatedLibrariesDoNotReferToTheirFormerNames() throws IOException {
        List<String> referring = new ArrayList<>();
        for (JarEntry entry :
                entries().filter(each -> each.getName().endsWith(".class")).toList()) {
            String constants = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
            if (formerNames().anyMatch(constants::contains)) {
                referring.add(entry.getName());
            }
        }
        assertThat(referring).isEmpty();
    }

    private static Stream<String> formerNames() {
        Stream<String> always = Stream.of("Lcom/typesafe/config/", "Lgg/jte/", "Lpicocli/");
        return hasKernel() ? Stream.concat(always, Stream.of("Lio/delta/kernel/")) : always;
    }

    private static boolean hasKernel() {
        return names().stream().anyMatch(name -> name.startsWith(KERNEL));
    }

    @Test
    void itStaysWithinItsBudget() throws IOException {
        assertThat(Files.size(JAR)).isBetween(1_000_000L, BUDGET);
    }

    @Test
    void theManifestSaysWhatItIsAndForWhatItWasBuilt() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();

        assertThat(manifest.getValue("Main-Class")).isEqualTo("io.highwater.jobs.Highwater");
        assertThat(manifest.getValue("Implementation-Version")).isEqualTo(System.getProperty("highwater.version"));
        assertThat(manifest.getValue("Built-For-Spark")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(manifest.getValue("Built-For-Scala")).matches("2\\.1[23]");
        assertThat(manifest.getValue("Built-For-Delta")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(List.of(manifest.getValue("Bundled-Libraries").split(" "))).hasSize(hasKernel() ? 5 : 3);
    }

    @Test
    void theLicenseOfWhatIsInItIsInItAndEveryLibraryIsNamed() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0");
        assertThat(text("META-INF/NOTICE"))
                .contains("https://github.com/lightbend/config")
                .contains("https://github.com/casid/jte")
                .contains("https://github.com/remkop/picocli");
    }

    private static String text(String name) throws IOException {
        return new String(jar.getInputStream(jar.getJarEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> names() {
        return entries().map(JarEntry::getName).toList();
    }

    private static Stream<JarEntry> entries() {
        return jar.stream();
    }
}
