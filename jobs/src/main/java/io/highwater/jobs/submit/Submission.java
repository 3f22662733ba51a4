package io.highwater.jobs.submit;

import io.highwater.jobs.cli.Sessions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job as a cluster is to run it.
 *
 * @param name what the platform shows
 * @param mainClass the class whose {@code main} is the job
 * @param arguments what {@code main} gets
 * @param jar where the program is
 * @param packages Maven coordinates of what the cluster lacks
 * @param properties Spark's settings, as the user gave them
 * @param place where it runs
 */
record Submission(
        String name,
        String mainClass,
        List<String> arguments,
        String jar,
        List<String> packages,
        Map<String, String> properties,
        Place place) {
    Submission {
        arguments = List.copyOf(arguments);
        packages = List.copyOf(packages);
        properties = Map.copyOf(properties);
    }

    /** Spark's settings, with those that Delta needs, in the order of their names. */
    SortedMap<String, String> withDelta() {
        SortedMap<String, String> all = new TreeMap<>(Sessions.DELTA);
        all.putAll(properties);
        return all;
    }

    /** The same, with the packages as a setting, for platforms that know no other way. */
    SortedMap<String, String> withDeltaAndPackages() {
        SortedMap<String, String> all = withDelta();
        if (!packages.isEmpty()) {
            all.put("spark.jars.packages", String.join(",", packages));
        }
        return all;
    }
}
