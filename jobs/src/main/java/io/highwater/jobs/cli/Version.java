package io.highwater.jobs.cli;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.jar.Attributes;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: what the manifest of the jar has of it, and for which Spark and Delta it was built. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        URL self = Version.class.getResource("Version.class");
        return self != null && self.openConnection() instanceof JarURLConnection jar
                ? lines(jar.getMainAttributes())
                : new String[] {"highwater, not packaged"};
    }

    private static String[] lines(Attributes manifest) {
        return new String[] {
            "highwater " + manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
            "built for Spark " + manifest.getValue("Built-For-Spark") + " with Scala "
                    + manifest.getValue("Built-For-Scala") + ", and Delta " + manifest.getValue("Built-For-Delta")
        };
    }
}
