package io.highwater.common.job;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job is known by.
 *
 * @param name the job's name, the identity of its state
 * @param statePath the directory of the state, any Hadoop URI
 * @param leaseTerm how long a run that stopped saying it lives still holds the job
 */
public record JobIdentity(String name, String statePath, Duration leaseTerm) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** What a name looks like: {@code orders}. */
    public static final Shape<String> JOB_NAME = Shape.parsed(
            "expected a name of at most 100 letters, digits, '.', '_' and '-', such as orders",
            "placeholder",
            text -> NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty());

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    /** Reads {@code job} and the block {@code state}. */
    public static JobIdentity from(Section root) {
        return of(root.value("job", JOB_NAME), root.section("state"));
    }

    /** Reads the block {@code state} of a job whose name is known. */
    public static JobIdentity of(String name, Section state) {
        Duration lease = state.duration("lease");
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            state.problem("lease", "expected at least 3 seconds");
        }
        return new JobIdentity(name, state.text("path").replaceFirst("(?<=[^/])/+$", ""), lease);
    }

    /** The name nearest to a text, such as a table's name, that a job can have. */
    public static String nameOf(String text) {
        String usable = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[._-]+", "");
        return usable.isEmpty() ? "table" : usable.substring(0, Math.min(usable.length(), 90));
    }

    /** Whether a text can be a job's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
