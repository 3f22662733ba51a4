package io.highwater.jobs.pipeline;

import io.highwater.jobs.pipeline.step.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The attempts that are under way, at most one for each step. Those that take longer than they may are made to end. */
final class Attempts {
    /** How long one may take to end once it is cancelled, and once more when it is interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final StepSessions sessions;
    private final Clock clock;
    private final BlockingQueue<Attempt.Ended> endings = new LinkedBlockingQueue<>();
    private final Map<String, Running> running = new LinkedHashMap<>();

    Attempts(StepSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * An attempt that is not over.
     *
     * @param next when something has to be done about it; empty if it may take its time
     */
    private record Running(Attempt attempt, Optional<Instant> next, Pressure pressure) {}

    /** What was done to end an attempt that takes too long. */
    private enum Pressure {
        NONE,
        CANCELLED,
        INTERRUPTED
    }

    /** Whether there is room for a step. One that is heavier than all that may run at a time runs alone. */
    boolean haveRoomFor(StepSettings step, int parallelism) {
        int taken = running.values().stream()
                .mapToInt(each -> each.attempt().step().weight())
                .sum();
        return running.isEmpty() || taken + step.weight() <= parallelism;
    }

    /** Begins one. */
    void begin(StepSettings step, int number, Function<SparkSession, StepContext> context) {
        Attempt attempt = new Attempt(step, number, context.apply(sessions.take(step.work())), endings);
        running.put(step.name(), new Running(attempt, step.timeout().map(clock.instant()::plus), Pressure.NONE));
        attempt.start();
    }

    /**
     * Sees to attempts that take longer than they may.
     *
     * @return those that do not end whatever is done to them, and do not count any more
     */
    List<Attempt> press() {
        Instant now = clock.instant();
        List<Attempt> hopeless = new ArrayList<>();
        for (Running each : List.copyOf(running.values())) {
            if (each.next().filter(next -> !next.isAfter(now)).isPresent()) {
                press(each, now, hopeless);
            }
        }
        return hopeless;
    }

    private void press(Running each, Instant now, List<Attempt> hopeless) {
        Attempt attempt = each.attempt();
        String name = attempt.step().name();
        Optional<Instant> next = Optional.of(now.plus(GRACE));
        switch (each.pressure()) {
            case NONE -> {
                attempt.cancel();
                running.put(name, new Running(attempt, next, Pressure.CANCELLED));
            }
            case CANCELLED -> {
                attempt.interrupt();
                running.put(name, new Running(attempt, next, Pressure.INTERRUPTED));
            }
            case INTERRUPTED -> {
                running.remove(name);
                hopeless.add(attempt);
            }
        }
    }

    /** When one of them has to be seen to next. */
    Stream<Instant> deadlines() {
        return running.values().stream().flatMap(each -> each.next().stream());
    }

    /** Waits for one to end; empty if none does in that time. */
    Optional<Attempt.Ended> next(Duration most) throws InterruptedException {
        Attempt.Ended ended = endings.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        if (ended == null) {
            return Optional.empty();
        }
        Attempt attempt = ended.attempt();
        Running known = running.get(attempt.step().name());
        if (known == null || known.attempt() != attempt) {
            // It ended after all, long after it was given up.
            return Optional.empty();
        }
        running.remove(attempt.step().name());
        if (!attempt.isCancelled()) {
            sessions.giveBack(attempt.session(), attempt.step().work());
        }
        return Optional.of(ended);
    }

    /** Nobody will wait for them any more. */
    void interrupt() {
        running.values().forEach(each -> each.attempt().interrupt());
    }
}
