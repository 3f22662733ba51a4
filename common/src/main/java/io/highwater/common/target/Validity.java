package io.highwater.common.target;

/**
 * The columns that say from when to when a row of a table with history was so.
 *
 * @param from the beginning
 * @param to the end, which is no part of it; NULL while it lasts
 */
public record Validity(String from, String to) {
    static final String FROM = "valid_from";
    static final String TO = "valid_to";
}
