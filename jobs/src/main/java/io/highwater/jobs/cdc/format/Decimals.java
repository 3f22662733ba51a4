package io.highwater.jobs.cdc.format;

/** How a feed spells decimals where no schema says it. */
public enum Decimals {
    /** Base64 of the unscaled value's bytes, as Kafka Connect does unless told otherwise; the scale is the column's. */
    BASE64,
    /** Digits, as a JSON number or a string. */
    TEXT,
    /** One or the other: nobody says which. A text that could be both, such as {@code 1234}, is no value. */
    EITHER
}
