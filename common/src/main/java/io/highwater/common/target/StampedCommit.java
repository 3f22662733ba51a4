package io.highwater.common.target;

import java.time.Instant;

/**
 * A commit of a target that carries a stamp.
 *
 * @param version the Delta version
 * @param at when it was made
 * @param stamp who made it
 */
public record StampedCommit(long version, Instant at, Stamp stamp) {}
