package io.highwater.jobs.cli;

import io.highwater.common.spark.BuiltFor;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: which version it is, and for which Spark and Delta it was built. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Optional<String> packaged =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
        Optional<String> built = BuiltFor.of(Version.class.getClassLoader())
                .map(with -> "built for Spark " + with.spark() + " with Scala " + with.scala() + ", and Delta "
                        + with.delta());
        return Stream.concat(
                        Stream.of(
                                packaged.map(version -> "highwater " + version).orElse("highwater, not packaged")),
                        built.stream())
                .toArray(String[]::new);
    }
}
