package io.highwater.common.config;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * A configuration file that was read.
 *
 * @param within the files it is included from, outermost first; none for a file named on the command line
 */
record ConfFile(Location location, String text, List<Path> within) {
    /** This file and those it is included from. */
    List<Path> chain() {
        return Stream.concat(within.stream(), Stream.of(location.path())).toList();
    }

    /** The line that includes a file. */
    Origin originOfInclude(String name) {
        List<String> lines = text.lines().toList();
        int line = IntStream.range(0, lines.size())
                .filter(index ->
                        lines.get(index).contains("include") && lines.get(index).contains(name))
                .findFirst()
                .orElse(0);
        return Origin.file(location.name(), line + 1);
    }

    /** Whether a password may stand in the text, so that no part of it may be repeated in a message. */
    boolean mayHoldSecret() {
        return text.lines().filter(Confidential::named).anyMatch(line -> !Secrets.isReferredTo(line));
    }
}
