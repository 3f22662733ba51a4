package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Delta is among the jars of the platform, as in images and on clusters that bring it, it cannot see our classes. */
class DeltaOfThePlatformTest {
    @TempDir
    Path directory;

    @Test
    void stateIsCommittedWhereDeltaIsLoadedAboveUs() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader platform = loader(ClassLoader.getPlatformClassLoader(), false);
                URLClassLoader ours = loader(platform, true)) {
            Thread.currentThread().setContextClassLoader(ours);

            ours.loadClass(Committing.class.getName())
                    .getMethod("leaseBelow", String.class)
                    .invoke(null, directory.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        assertThat(directory.resolve("runs/_delta_log/00000000000000000000.json"))
                .exists();
    }

    /** What a run does first. */
    public static final class Committing {
        private Committing() {}

        public static void leaseBelow(String path) {
            new StateStore(new Configuration(), path, Clock.systemUTC(), Holder.thisProcess())
                    .acquire(
                            new StateStore.Applicant("orders", "run", "full-refresh", "/lake/orders"),
                            Duration.ofMinutes(1));
        }
    }

    /** Directories of classes are ours; all jars are the platform's. */
    private static URLClassLoader loader(ClassLoader parent, boolean ours) {
        URL[] places = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(place -> Files.isDirectory(place) == ours)
                .map(DeltaOfThePlatformTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(places, parent);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
