package io.highwater.common.state;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

/** The state of a job {@code orders}, asked by processes at several times. */
abstract class Orders {
    static final Duration TERM = Duration.ofMinutes(5);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Holder ELSEWHERE = new Holder("far", "boot/1", 77, 1, "etl");

    @TempDir
    Path lake;

    StateStore storeAt(Instant now) {
        return storeOf(Holder.thisProcess(), now);
    }

    StateStore storeOf(Holder holder, Instant now) {
        return new StateStore(new Configuration(), lake.toString(), Clock.fixed(now, ZoneOffset.UTC), holder);
    }

    static StateStore.Applicant applicant(String run) {
        return new StateStore.Applicant("orders", run, "full-refresh", "/lake/orders");
    }

    static RunRecord success(Lease lease, Instant at) {
        return new RunRecord(
                lease.job(),
                lease.run(),
                lease.generation(),
                lease.pattern(),
                RunStatus.SUCCESS,
                lease.since(),
                at,
                OptionalLong.of(0),
                OptionalLong.of(10),
                OptionalLong.of(10),
                OptionalLong.of(0),
                OptionalLong.of(1_000),
                lease.target(),
                OptionalLong.of(3),
                Optional.empty());
    }
}
