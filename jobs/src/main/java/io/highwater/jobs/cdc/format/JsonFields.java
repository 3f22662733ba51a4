package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.not;

import io.highwater.common.error.Analysis;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns of records that are JSON objects: their texts. */
record JsonFields() implements FieldSource {
    private static final String VALUES = "hw_values";
    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`|([\\p{L}_][\\p{L}\\p{N}_]*)");

    @Override
    public Dataset<Row> prepare(Dataset<Row> records, Optional<String> condition) {
        Dataset<Row> parsed =
                Json.once(Json.parse(Json.parseKey(records), Json.EXACT_ROW), VALUES, Json.texts(Json.record()));
        return condition.map(sql -> conditioned(parsed, sql)).orElseGet(() -> parsed.withColumn(CONDITION, lit(false)));
    }

    @Override
    public Column text(String name) {
        return element_at(col(VALUES), name);
    }

    @Override
    public Column sequence(SequenceColumn column) {
        return TextColumn.of(column.name(), typeOf(column), ValueRules.TEXT).exact(text(column.name()));
    }

    @Override
    public DataType typeOf(SequenceColumn column) {
        return column.type().orElse(DataTypes.LongType);
    }

    @Override
    public Outcome outcome(Collection<String> leftOut) {
        Column row = leftOut.isEmpty()
                ? col(VALUES)
                : map_filter(col(VALUES), (name, value) -> not(name.isin(leftOut.toArray())));
        return new Outcome().problem(Json.problem()).row(row).keys(Outcome.namesOf(Json.KEY_ROW));
    }

    private Dataset<Row> conditioned(Dataset<Row> parsed, String sql) {
        Column[] named = names(sql).stream()
                .filter(name -> !name.equalsIgnoreCase(VALUES))
                .map(name -> text(name).as(name))
                .toArray(Column[]::new);
        Column[] columns = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(col("*")), java.util.Arrays.stream(named))
                .toArray(Column[]::new);
        return Analysis.of(
                () -> parsed.select(columns).withColumn(CONDITION, expr(sql)),
                why -> "Cannot use highwater.cdc.columns.delete-when = " + sql + ": " + why);
    }

    /** Every word that may name a column: too many do no harm. */
    private static Set<String> names(String sql) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Matcher words = NAME.matcher(LITERAL.matcher(sql).replaceAll(" "));
        while (words.find()) {
            names.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        return names;
    }
}
