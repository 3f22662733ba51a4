package io.highwater.common.quality;

/**
 * A guard's no.
 *
 * @param guard which guard, such as {@code max-shrink}
 * @param reason the figures that made it say so, a sentence fragment
 */
public record Refusal(String guard, String reason) {}
