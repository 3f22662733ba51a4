package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.unix_date;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/** Between which values the columns of some rows lie. One Spark job finds out. */
final class Extent {
    private final long rows;
    private final Map<String, Span> spans;

    private Extent(long rows, Map<String, Span> spans) {
        this.rows = rows;
        this.spans = spans;
    }

    /**
     * What a column has.
     *
     * @param least its smallest value, absent if it has none or that does not help
     * @param greatest its greatest one, likewise
     * @param nulls how many NULLs
     * @param numbers its values in order, each once, dates as days since 1970; none if they were not asked for or are no
     *     numbers
     */
    private record Span(Optional<Object> least, Optional<Object> greatest, long nulls, List<Long> numbers) {}

    /** The extent of any number of rows. */
    static Extent of(Dataset<Row> rows, List<String> columns) {
        return of(rows, columns, List.of());
    }

    /**
     * The extent of few rows, down to single values of some columns.
     *
     * @param detailed those of {@code columns} whose values the driver takes in
     */
    static Extent of(Dataset<Row> rows, List<String> columns, List<String> detailed) {
        List<Column> figures = new ArrayList<>();
        for (String name : columns) {
            Column column = col(Names.quoted(name));
            DataType type = rows.select(column).schema().fields()[0].dataType();
            Column bounded = isBounded(type) ? column : lit(null);
            Column number = detailed.contains(name) && PageFilter.isFor(type) ? number(column, type) : lit(null);
            figures.addAll(List.of(
                    min(bounded),
                    max(bounded),
                    count_if(column.isNull()),
                    sort_array(collect_set(number.cast(DataTypes.LongType)))));
        }
        Row found = rows.agg(count(lit(1)), figures.toArray(Column[]::new)).head();
        Map<String, Span> spans = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            int at = 4 * i + 1;
            spans.put(
                    columns.get(i),
                    new Span(
                            Optional.ofNullable(found.get(at)),
                            Optional.ofNullable(found.get(at + 1)),
                            found.getLong(at + 2),
                            found.getList(at + 3)));
        }
        return new Extent(found.getLong(0), spans);
    }

    private static Column number(Column column, DataType type) {
        return type.equals(DataTypes.DateType) ? unix_date(column) : column;
    }

    /** How many rows there are. */
    long rows() {
        return rows;
    }

    /** Whether a column has NULLs. */
    boolean hasNulls(String column) {
        return spans.get(column).nulls() > 0;
    }

    /** Whether the values of a column are known. */
    boolean hasRanges(String column) {
        return !spans.get(column).numbers().isEmpty();
    }

    /**
     * Ranges that hold all values of a column whose values are known.
     *
     * @param most how many ranges there may be
     */
    List<ValueRange> ranges(String column, int most) {
        return ValueRange.covering(spans.get(column).numbers(), most);
    }

    /** Whether a column has nothing but NULLs. */
    boolean isAllNull(String column) {
        return spans.get(column).nulls() == rows;
    }

    /** True for every value the column has, and for others between them; empty if that says nothing. */
    Optional<Column> covering(String name, NullKeys nulls) {
        Column column = col(Names.quoted(name));
        Optional<Column> between = between(column, spans.get(name));
        boolean nullsToo = nulls == NullKeys.EQUAL && hasNulls(name);
        if (isAllNull(name)) {
            return Optional.of(nullsToo ? column.isNull() : lit(false));
        }
        return nullsToo ? between.map(inside -> inside.or(column.isNull())) : between;
    }

    private static Optional<Column> between(Column column, Span span) {
        return span.least()
                .map(least -> column.geq(lit(least))
                        .and(column.leq(lit(span.greatest().orElseThrow()))));
    }

    /** Floating point is left out: it has values beside its order. */
    private static boolean isBounded(DataType type) {
        boolean whole = type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType);
        boolean time = type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType);
        return whole || time || type instanceof DecimalType || type instanceof StringType;
    }
}
