package io.highwater.common.source;

import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import io.highwater.common.source.KeyBuckets.Content;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The digest of a key, as Spark computes it: the MD5 of its text in UTF-8. The text of several columns is joined by
 * {@link #SEPARATOR}, with {@link #ESCAPE} before each of the two that the columns themselves hold.
 */
public final class KeyDigest {
    /** Stands between the columns of a key. */
    public static final String SEPARATOR = "|";
    /** Stands before what would otherwise be taken for a separator. */
    public static final String ESCAPE = "~";
    /** Digits of a digest that name its bucket. */
    public static final int BUCKET_DIGITS = 2;
    /** Digits after those that are taken as a number. */
    public static final int NUMBER_DIGITS = 15;

    private KeyDigest() {}

    /** The buckets of keys. */
    public static KeyBuckets buckets(Dataset<Row> keys, List<String> key) {
        Column number = conv(substring(digest(key), BUCKET_DIGITS + 1, NUMBER_DIGITS), 16, 10);
        Map<String, Content> contents = new HashMap<>();
        keys.groupBy(bucket(key).as("bucket"))
                .agg(count(lit(1)), sum(number.cast(DataTypes.createDecimalType(20, 0))))
                .collectAsList()
                .forEach(row -> contents.put(
                        row.getString(0),
                        new Content(row.getLong(1), row.getDecimal(2).toBigInteger())));
        return new KeyBuckets(contents);
    }

    /** The bucket a key is in. */
    public static Column bucket(List<String> key) {
        return substring(digest(key), 1, BUCKET_DIGITS);
    }

    private static Column digest(List<String> key) {
        List<Column> texts = key.stream()
                .map(column -> CursorColumns.of(column).cast(DataTypes.StringType))
                .toList();
        return md5(texts.size() == 1 ? texts.get(0) : joined(texts));
    }

    private static Column joined(List<Column> texts) {
        Column[] escaped = texts.stream().map(KeyDigest::escaped).toArray(Column[]::new);
        return concat_ws(SEPARATOR, escaped);
    }

    private static Column escaped(Column text) {
        Column once = replace(text, lit(ESCAPE), lit(ESCAPE + ESCAPE));
        return replace(once, lit(SEPARATOR), lit(ESCAPE + SEPARATOR));
    }
}
