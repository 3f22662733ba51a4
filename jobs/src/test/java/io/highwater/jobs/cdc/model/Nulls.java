package io.highwater.jobs.cdc.model;

/** What a null in an upsert means; {@link #UNAVAILABLE} is the option to ignore null updates. */
public enum Nulls {
    VALUES,
    UNAVAILABLE
}
