package io.highwater.jobs.cdc.format;

/**
 * Columns of change events, as every decoder makes them, one row for each event. {@code hw_origin}, {@code hw_block} and
 * {@code hw_ordinal} of the record come along.
 */
public final class Events {
    /** STRING: the table in the source's own words, such as {@code public.orders}; NULL where the feed does not say. */
    public static final String TABLE = "hw_table";
    /** STRING: {@link #UPSERT}, {@link #DELETE} or {@link #TRUNCATE}; NULL if there is a {@link #PROBLEM}. */
    public static final String OP = "hw_op";
    /** Place in the source's order, of the decoder's {@link Decoder#sequence()}; NULL only if there is a {@link #PROBLEM}. */
    public static final String SEQUENCE = "hw_sequence";
    /** TIMESTAMP: when the source says it happened; not for ordering; NULL where it does not say. */
    public static final String AT = "hw_at";
    /**
     * The row. MAP of STRING to STRING for formats of text: a key that is not there is a value that is not available, a NULL
     * is a NULL, numbers are the feed's own digits, nested values are JSON. STRUCT for formats that have types. Of a delete,
     * only the key counts.
     */
    public static final String ROW = "hw_row";
    /** ARRAY of STRING: columns whose value the feed says is not available; maybe empty, never NULL. */
    public static final String MISSING = "hw_missing";
    /** ARRAY of STRING: the names of the key's columns where the feed tells; else NULL. */
    public static final String KEYS = "hw_keys";
    /** STRING: the text of the schema that came with the record; else NULL. */
    public static final String SCHEMA = "hw_schema";
    /** STRING: the same for the two halves of a changed key, a delete and an upsert; NULL for other events. */
    public static final String PAIR = "hw_pair";
    /**
     * STRING: what it means that the row has not got a column: NULL, that its value is not available; {@link #NOWHERE}, that it
     * is, but under the row's former key; {@link #EMPTY}, that it has none.
     */
    public static final String LACKING = "hw_lacking";
    /** STRING: why this is no event, a sentence fragment; NULL if it is one. */
    public static final String PROBLEM = "hw_problem";
    /** STRING: the record as it came, to be set aside if need be; a row with columns as JSON. */
    public static final String RAW = "hw_raw";

    public static final String UPSERT = "U";
    public static final String DELETE = "D";
    public static final String TRUNCATE = "T";

    public static final String NOWHERE = "N";
    public static final String EMPTY = "E";

    private Events() {}
}
