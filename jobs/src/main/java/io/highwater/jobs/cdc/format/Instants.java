package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Instants of the years 0001 to 9999. */
final class Instants {
    static final long FIRST_SECOND = -62_135_596_800L;
    static final long LAST_SECOND = 253_402_300_799L;

    private Instants() {}

    /** Of milliseconds since 1970; NULL beyond those years. */
    static Column ofMillis(Column millis) {
        return when(millis.between(FIRST_SECOND * 1000, LAST_SECOND * 1000 + 999), timestamp_millis(millis));
    }
}
