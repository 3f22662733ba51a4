package io.highwater.common.watch;

import io.highwater.common.source.DataPlace;
import java.time.Instant;
import java.util.List;

/**
 * What there is to know of a run when it begins.
 *
 * @param pattern the loading pattern or command
 * @param startedAt when it took the job's lease
 * @param inputs where it reads, as far as it can tell
 * @param outputs the tables it keeps
 */
public record RunFacts(
        String job,
        String run,
        String pattern,
        Instant startedAt,
        List<DataPlace> inputs,
        List<DataPlace.Directory> outputs) {
    public RunFacts {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
