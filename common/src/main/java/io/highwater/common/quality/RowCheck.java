package io.highwater.common.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.highwater.common.config.Section;
import org.apache.spark.sql.Column;

/**
 * A condition that every row should meet.
 *
 * @param name how reports call it
 * @param where the condition in Spark SQL; a row passes only if it is true, so null does not pass
 * @param onFail what happens to a row that does not pass
 */
public record RowCheck(String name, String where, OnFail onFail) {
    /** What a row that does not pass leads to. */
    public enum OnFail {
        /** The load is refused. */
        FAIL,
        /** The row is set aside with the reason, the others are loaded. */
        QUARANTINE
    }

    /** Reads one entry of {@code checks}. */
    public static RowCheck from(Section check) {
        return new RowCheck(check.text("name"), check.text("where"), check.choice("on-fail", OnFail.class));
    }

    /** True for rows that do not pass, never null. */
    public Column fails() {
        return not(coalesce(expr(where), lit(false)));
    }
}
