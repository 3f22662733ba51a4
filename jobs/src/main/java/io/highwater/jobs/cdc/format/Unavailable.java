package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Debezium's stand-in for a value that the source did not send: as text, as bytes in each of their spellings, and as the
 * element of an array or of an hstore, where integers spell its bytes.
 *
 * @param text the whole record, searched first because few have any
 */
record Unavailable(Column text) {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);
    private static final List<String> SPELLINGS = List.of(
            PLACEHOLDER,
            Base64.getEncoder().encodeToString(BYTES),
            HexFormat.of().formatHex(BYTES));
    private static final String NUMBERS = numbers();

    /** The names of the row's columns that have the placeholder. */
    Column names(Column row) {
        Column found = map_keys(map_filter(row, (name, value) -> isIn(value)));
        return when(mentioned(), found).otherwise(array().cast(DataTypes.createArrayType(DataTypes.StringType)));
    }

    /** The row without these columns. */
    Column without(Column row) {
        return when(mentioned(), map_filter(row, (name, value) -> not(isIn(value))))
                .otherwise(row);
    }

    /**
     * Why a create cannot be taken as it is. PostgreSQL sends an inserted row whole; a create without some values is the second
     * half of a changed key, and those values are under the former key only.
     */
    Column problemOf(Column word, Column row) {
        Column names = names(row);
        return when(
                mentioned().and(word.equalTo("c")).and(size(names).gt(0)),
                concat(
                        lit("the key of this row changed, and the source did not send "),
                        concat_ws(", ", names),
                        lit(", which did not change; with REPLICA IDENTITY FULL PostgreSQL sends such values")));
    }

    private Column mentioned() {
        Column any = text.contains(NUMBERS);
        for (String spelling : SPELLINGS) {
            any = text.contains(spelling).or(any);
        }
        return any;
    }

    private static Column isIn(Column value) {
        Column nested = value.contains(NUMBERS);
        Column is = lit(false);
        for (String spelling : SPELLINGS) {
            is = is.or(value.equalTo(spelling));
            nested = nested.or(value.contains('"' + spelling + '"'));
        }
        return coalesce(is.or(value.startsWith("[").or(value.startsWith("{")).and(nested)), lit(false));
    }

    private static String numbers() {
        return PLACEHOLDER.chars().mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
