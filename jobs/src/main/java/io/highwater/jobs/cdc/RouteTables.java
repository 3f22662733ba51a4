package io.highwater.jobs.cdc;

import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Places;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.TargetAddress;
import io.highwater.jobs.cdc.current.Tombstones;
import io.highwater.jobs.cdc.history.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * The tables that a job's events go to, and what is kept beside them. Each is opened once, so that what one part of a run has
 * found out about it need not be found out by the next.
 */
final class RouteTables {
    private final SparkSession spark;
    private final CdcSettings settings;
    private final Map<TargetAddress, DeltaTarget> opened = new ConcurrentHashMap<>();
    private final Map<String, String> places = new ConcurrentHashMap<>();
    private volatile Optional<DeltaTarget.Look> look = Optional.empty();

    RouteTables(SparkSession spark, CdcSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /** Where the events of one table go. */
    DeltaTarget target(TableRoute route) {
        return at(route.target().address());
    }

    /** All tables that events go to. */
    List<DeltaTarget> targets() {
        return settings.routes().stream().map(this::target).toList();
    }

    /** The deletions that are remembered beside a table without history. */
    Tombstones tombstones(TableRoute route, List<String> key) {
        String path = places.computeIfAbsent(
                Stamp.TOMBSTONES + route.target().address(),
                unknown -> Places.tombstones(
                        settings.identity().statePath(), settings.identity().name(), target(route)));
        return new Tombstones(this::at, path, key);
    }

    /** The events that are remembered beside a table with history. */
    EventLog events(TableRoute route, List<String> key) {
        String path = places.computeIfAbsent(
                Stamp.EVENTS + route.target().address(),
                unknown -> Places.history(
                        settings.identity().statePath(), settings.identity().name(), target(route)));
        return new EventLog(this::at, path, key);
    }

    /** Does what asks the tables many things at one time: each is looked for once meanwhile. */
    <T> T lookingOnce(Supplier<T> work) {
        try (DeltaTarget.Look now = new DeltaTarget.Look()) {
            opened.values().forEach(now::at);
            look = Optional.of(now);
            return work.get();
        } finally {
            look = Optional.empty();
        }
    }

    private DeltaTarget at(String path) {
        return at(new TargetAddress.ByPath(path));
    }

    private DeltaTarget at(TargetAddress address) {
        return opened.computeIfAbsent(address, unknown -> {
            DeltaTarget table = DeltaTarget.at(spark, unknown);
            look.ifPresent(now -> now.at(table));
            return table;
        });
    }
}
