package io.highwater.common.source.feed;

/**
 * Columns of the records of a feed, as they come in: one row for each line of a file, each message of a topic, or each row
 * of a file or table that has columns of its own. Records as text have the columns {@link #VALUE}, {@link #KEY},
 * {@link #TOPIC} and where they come from; records with columns have these and where they come from.
 */
public final class Records {
    /** STRING: the text of the record; NULL for a message without a value. */
    public static final String VALUE = "hw_value";
    /** STRING: the text of the message's key; NULL where there is none. */
    public static final String KEY = "hw_key";
    /** STRING: the topic; NULL for files. */
    public static final String TOPIC = "hw_topic";
    /** STRING: where the record comes from: the file's URI, the table's, or {@code topic-partition}. */
    public static final String ORIGIN = "hw_origin";
    /** BIGINT: where in a file the part begins that was read at a time; 0 elsewhere. */
    public static final String BLOCK = "hw_block";
    /** BIGINT: orders the records of one block of one origin, not counting up from anything; for a topic the offset. */
    public static final String ORDINAL = "hw_ordinal";

    /** STRING: the text of a record that does not fit its columns; NULL for others. Only of files with columns and text. */
    public static final String MALFORMED = "hw_malformed";

    private Records() {}
}
