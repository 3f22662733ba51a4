package io.highwater.common.config;

import java.io.File;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A file of the configuration.
 *
 * @param name as the user named it, or as it is included relative to that
 * @param path where that is
 */
record Location(String name, Path path) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    /**
     * A name without a scheme is a local file, against the working directory if relative.
     *
     * @throws IllegalArgumentException when the name cannot be a path
     */
    static Location named(String name) {
        return new Location(name, hasScheme(name) ? new Path(name) : local(name));
    }

    private static Path local(String name) {
        return new Path("file", null, new File(name).getAbsolutePath());
    }

    /**
     * What a file means by another file's name: one in the same directory, unless the name says otherwise.
     *
     * @throws IllegalArgumentException when the name cannot be a path
     */
    Location sibling(String other) {
        if (hasScheme(other)) {
            return named(other);
        }
        String directory = other.startsWith("/") ? "" : name.substring(0, name.lastIndexOf('/') + 1);
        return new Location(directory + other, new Path(path.getParent(), other));
    }

    private static boolean hasScheme(String name) {
        return SCHEME.matcher(name).matches();
    }
}
