package io.highwater.jobs.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with the demo. */
final class Script {
    private Script() {}

    /** The whole of a file that lies beside this class. */
    static String text(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The demo's file " + name + " is missing from the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
