package io.highwater.common.source.jdbc;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/** A value that Spark cannot hold: the failure it raises inside a task, and finding that failure again on the driver. */
final class Refusal {
    private static final int SHOWN = 200;
    private static final String START = "{{highwater: ";
    private static final String END = " :highwater}}";
    private static final Pattern MESSAGE =
            Pattern.compile(Pattern.quote(START) + "(.*?)" + Pattern.quote(END), Pattern.DOTALL);

    private Refusal() {}

    /** The converted value, or a failure that names the column and the value where there is one but it has no conversion. */
    static Column unlessConverted(Column raw, Column converted, String column, String why) {
        return coalesce(converted, when(raw.isNotNull(), raise(raw, column, why + asText(column))));
    }

    /** The remedy that helps against any value: the end of a reason. */
    static String asText(String column) {
        return ". Correct the value at the source, or read the column as text: columns { \"" + column
                + "\" = \"string\" }";
    }

    /** Fails the read, naming the column and the value. */
    static Column raise(Column value, String column, String why) {
        return raise_error(concat(
                lit(START + "column " + column + " holds "),
                substring(value.cast("string"), 1, SHOWN),
                lit(", " + why + END)));
    }

    /** An SQL text literal's content which a server can embed in an error of its own, before the value. */
    static String serverPrefix(String column) {
        return START + "column " + column + " holds ";
    }

    /** What follows the value in a server's error. */
    static String serverSuffix(String why) {
        return ", " + why + END;
    }

    /** The refusal a message carries, if any. */
    static Optional<String> in(String message) {
        if (message == null) {
            return Optional.empty();
        }
        Matcher matcher = MESSAGE.matcher(message);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
