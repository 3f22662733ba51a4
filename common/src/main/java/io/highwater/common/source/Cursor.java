package io.highwater.common.source;

import java.time.ZoneId;

/**
 * The column that says when a row changed, and how to read it.
 *
 * @param column its name
 * @param zone the zone of its values where they carry none
 * @param sight which transactions of the source may still write rows below its clock
 * @param setting the key of the configuration that names the column, for messages
 */
public record Cursor(String column, ZoneId zone, Sight sight, String setting) {
    /** Which open transactions are waited for, where the source can tell. */
    public enum Sight {
        /** Every open transaction: one that has only read so far may still write with the time it began at. */
        ALL,
        /** Those that have written already, and prepared ones. */
        WRITING,
        /** None. */
        OFF
    }
}
