package io.highwater.common.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;

/** What lies on a class path, looked at without loading a class. */
final class Resources {
    private Resources() {}

    static Optional<Properties> properties(ClassLoader classes, String name) {
        try (InputStream stream = classes.getResourceAsStream(name)) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties read = new Properties();
            read.load(stream);
            return Optional.of(read);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + name + " of the class path", failure);
        }
    }

    /** The version that the jar of a class tells of itself; empty if it tells none. */
    static Optional<String> version(URL classFile) {
        try {
            return classFile.openConnection() instanceof JarURLConnection jar
                    ? Optional.ofNullable(jar.getMainAttributes())
                            .map(attributes -> attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + classFile, failure);
        }
    }
}
