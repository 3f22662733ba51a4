package io.highwater.common.target;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.IntColumn;
import org.apache.parquet.filter2.predicate.Operators.LongColumn;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.spark.sql.delta.DeltaColumnMapping$;
import org.apache.spark.sql.delta.IdMapping$;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Lets a scan skip pages of Parquet files that hold none of some values. It tells pages apart and not rows: where one value
 * of a page is wanted, all of the page is read. A filter of Spark's would skip the same pages and then hold every range
 * against every row that is left, which costs more than it saves where the rows are joined by these values anyway.
 *
 * <p>The scan must read the column: one that it does not read is absent to Parquet, and nothing is found.
 */
final class PageFilter {
    private static final String TYPE_CHANGES = "delta.typeChanges";

    private final FilterPredicate predicate;

    private PageFilter(FilterPredicate predicate) {
        this.predicate = predicate;
    }

    /**
     * For a column of whole numbers, or of dates as days since 1970. NULLs are skipped.
     *
     * @param column its name in the table
     * @param ranges what the values lie in, at least one range
     * @return empty if the files may keep the column in other ways than the table's schema says
     */
    static Optional<PageFilter> of(Metadata metadata, String column, List<ValueRange> ranges) {
        StructField field = Arrays.stream(metadata.schema().fields())
                .filter(candidate -> candidate.name().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow();
        String stored = DeltaColumnMapping$.MODULE$.getPhysicalName(field);
        boolean elsewhere = metadata.columnMappingMode().equals(IdMapping$.MODULE$)
                || stored.contains(".")
                || field.metadata().contains(TYPE_CHANGES)
                || metadata.partitionColumns().contains(field.name());
        return elsewhere
                ? Optional.empty()
                : test(field.dataType(), stored).map(test -> new PageFilter(any(test, ranges)));
    }

    /** Whether a filter can be made for a type. */
    static boolean isFor(DataType type) {
        return test(type, "column").isPresent();
    }

    /** Options of a scan that make Parquet heed it, as long as Spark pushes no filter of its own. */
    Map<String, String> options() {
        Configuration holder = new Configuration(false);
        ParquetInputFormat.setFilterPredicate(holder, predicate);
        Map<String, String> options = new HashMap<>();
        holder.forEach(entry -> options.put(entry.getKey(), entry.getValue()));
        return options;
    }

    /** Nested no deeper than a balanced tree is. */
    private static FilterPredicate any(Function<ValueRange, FilterPredicate> test, List<ValueRange> ranges) {
        if (ranges.size() == 1) {
            return test.apply(ranges.get(0));
        }
        int half = ranges.size() / 2;
        return FilterApi.or(any(test, ranges.subList(0, half)), any(test, ranges.subList(half, ranges.size())));
    }

    private static Optional<Function<ValueRange, FilterPredicate>> test(DataType type, String stored) {
        if (type.equals(DataTypes.LongType)) {
            LongColumn column = FilterApi.longColumn(stored);
            return Optional.of(range ->
                    FilterApi.and(FilterApi.gtEq(column, range.least()), FilterApi.ltEq(column, range.greatest())));
        }
        boolean small = type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.DateType);
        if (small) {
            IntColumn column = FilterApi.intColumn(stored);
            return Optional.of(range -> FilterApi.and(
                    FilterApi.gtEq(column, Math.toIntExact(range.least())),
                    FilterApi.ltEq(column, Math.toIntExact(range.greatest()))));
        }
        return Optional.empty();
    }
}
