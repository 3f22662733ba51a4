package io.highwater.jobs.cdc.snapshot;

import io.highwater.common.source.Source;
import io.highwater.jobs.cdc.format.SnapshotDecoder;

/**
 * A table as it was at one moment.
 *
 * @param name what people call it
 * @param moment its place in the order of snapshots
 * @param source has its rows
 */
public record Snapshot(String name, SnapshotDecoder moment, Source source) {}
