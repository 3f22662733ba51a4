package io.highwater.common.target;

import static org.apache.spark.sql.functions.col;

import io.highwater.common.spark.ClassicSpark;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.aggregation.BitmapAggregator;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArray;
import org.apache.spark.sql.delta.deletionvectors.RoaringBitmapArrayFormat;

/** Some rows of some files: the numbers of the rows by {@link TableFiles#location}. Two bytes per row at most, or so. */
final class Positions {
    private final Map<String, RoaringBitmapArray> rows = new HashMap<>();

    /** Collects rows given as {@link TableFiles#FILE} and {@link TableFiles#ROW}. */
    static Positions of(Dataset<Row> positions) {
        Positions all = new Positions();
        positions
                .groupBy(TableFiles.FILE)
                .agg(bitmap(col(TableFiles.ROW)))
                .collectAsList()
                .forEach(row -> all.add(row.getString(0), row.getStruct(1)));
        return all;
    }

    /** An aggregate for {@link #add}. */
    static Column bitmap(Column row) {
        return ClassicSpark.column(
                new BitmapAggregator(ClassicSpark.expression(row), RoaringBitmapArrayFormat.Portable())
                        .toAggregateExpression());
    }

    /** Adds rows of a file, as {@link #bitmap} has found them. */
    void add(String location, Row bitmap) {
        add(location, RoaringBitmapArray.readFrom(bitmap.<byte[]>getAs("bitmap")));
    }

    private void add(String location, RoaringBitmapArray some) {
        rows.computeIfAbsent(location, unused -> new RoaringBitmapArray()).or(some);
    }

    /** The files that any of the rows lie in. */
    Set<String> files() {
        return rows.keySet();
    }

    /** Those in one file. */
    RoaringBitmapArray in(String location) {
        return rows.get(location);
    }

    long count() {
        return rows.values().stream().mapToLong(RoaringBitmapArray::cardinality).sum();
    }

    /** These rows and others. */
    Positions and(Positions others) {
        Positions all = new Positions();
        rows.forEach(all::add);
        others.rows.forEach(all::add);
        return all;
    }

    /** These rows but for others. */
    Positions without(Positions others) {
        Positions rest = new Positions();
        rows.forEach((location, some) -> {
            RoaringBitmapArray left = some.copy();
            left.andNot(others.rows.getOrDefault(location, new RoaringBitmapArray()));
            if (!left.isEmpty()) {
                rest.add(location, left);
            }
        });
        return rest;
    }
}
