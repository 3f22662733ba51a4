package io.highwater.jobs.cdc;

import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.highwater.common.source.feed.Records;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes of events whose rows are texts, or whatever the feed has, events whose rows are those of a table. What does not fit
 * becomes a problem.
 *
 * @param columns the table's columns that come from the source
 * @param key the columns of its key
 * @param versions how the feed writes the columns, one for each of its schemas
 */
record Typing(StructType columns, List<String> key, List<Version> versions) {
    private static final int SHOWN = 60;
    private static final String TEXT = "hw_text_";

    /**
     * How a feed writes a table's columns for a while.
     *
     * @param schema the text of the schema that the events bear; empty if they bear none
     * @param columns the columns by their names in the target
     */
    record Version(Optional<String> schema, List<Read> columns) {
        /** One column of the feed: its name there, its name in the target, how its text is understood. */
        record Read(String source, String target, TextColumn text) {}
    }

    /** Events of the table, of all versions. */
    Dataset<Row> of(Dataset<Row> events) {
        return versions.stream()
                .map(version -> of(events.filter(isOf(version)), version))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private Column isOf(Version version) {
        if (versions.size() == 1) {
            return lit(true);
        }
        return version.schema()
                .map(text -> xxhash64(col(Events.SCHEMA)).equalTo(xxhash64(lit(text))))
                .orElseGet(() -> col(Events.SCHEMA).isNull());
    }

    private Dataset<Row> of(Dataset<Row> events, Version version) {
        boolean texts = events.schema().apply(Events.ROW).dataType() instanceof MapType;
        Dataset<Row> split = events;
        List<Column> problems = new ArrayList<>(List.of(col(Events.PROBLEM)));
        List<Column> row = new ArrayList<>();
        for (StructField field : columns.fields()) {
            Optional<Version.Read> read = version.columns().stream()
                    .filter(candidate -> candidate.target().equalsIgnoreCase(field.name()))
                    .findFirst();
            Column value = lit(null);
            if (read.isPresent()) {
                String name = TEXT + row.size();
                split = split.withColumn(name, given(read.get().source(), texts));
                problems.add(problem(read.get(), field, name, split));
                value = value(read.get(), name, split);
            }
            row.add(value.cast(field.dataType()).as(field.name()));
        }
        problems.addAll(missingKey(row));
        return split.select(
                col(Events.OP),
                col(Events.SEQUENCE),
                col(Events.AT),
                when(isNot(Events.TRUNCATE), struct(row.toArray(Column[]::new))).as(Events.ROW),
                missing(version, texts).as(Events.MISSING),
                nullif(concat_ws("; ", problems.toArray(Column[]::new)), lit(""))
                        .as(Events.PROBLEM),
                col(Events.RAW),
                col(Events.TABLE),
                col(Records.ORIGIN),
                col(Records.BLOCK),
                col(Records.ORDINAL));
    }

    private static Column given(String source, boolean texts) {
        return texts ? col(Events.ROW).getItem(source) : col(Events.ROW).getField(source);
    }

    private static Column value(Version.Read read, String name, Dataset<Row> split) {
        return isText(split, name) ? read.text().read(col(name)) : col(name);
    }

    /** Of a delete, only the key counts. */
    private Column problem(Version.Read read, StructField field, String name, Dataset<Row> split) {
        DataType given = split.schema().apply(name).dataType();
        Column misfit = isText(split, name)
                ? read.text().misfit(col(name))
                : col(name).isNotNull().and(col(name).try_cast(field.dataType()).isNull());
        Column counts =
                isKey(field.name()) ? isNot(Events.TRUNCATE) : col(Events.OP).equalTo(Events.UPSERT);
        Column shown =
                given.equals(DataTypes.StringType) ? col(name) : col(name).try_cast("string");
        return when(
                counts.and(coalesce(misfit, lit(false))),
                concat_ws(
                        "",
                        lit("column " + read.source() + ": '"),
                        substring(shown, 1, SHOWN),
                        lit("' is no " + field.dataType().sql())));
    }

    private List<Column> missingKey(List<Column> row) {
        List<Column> problems = new ArrayList<>();
        for (int i = 0; i < columns.length(); i++) {
            if (isKey(columns.fields()[i].name())) {
                problems.add(when(
                        isNot(Events.TRUNCATE).and(row.get(i).isNull()),
                        lit("key column " + columns.fields()[i].name() + " has no value")));
            }
        }
        return problems;
    }

    /** By their names in the target: those the feed calls unavailable, and those it has not at all. */
    private Column missing(Version version, boolean texts) {
        List<Version.Read> renamed = version.columns().stream()
                .filter(read -> !read.source().equals(read.target()))
                .toList();
        Column named = col(Events.MISSING);
        Column absent = array_except(
                names(version.columns().stream().map(Version.Read::source).toList()),
                coalesce(map_keys(col(Events.ROW)), names(List.of())));
        Column all = texts ? array_union(named, absent) : named;
        for (Version.Read read : renamed) {
            all = transform(
                    all,
                    name -> when(name.equalTo(read.source()), lit(read.target()))
                            .otherwise(name));
        }
        List<String> unknown = Arrays.stream(columns.fieldNames())
                .filter(name -> version.columns().stream()
                        .noneMatch(read -> read.target().equalsIgnoreCase(name)))
                .toList();
        return unknown.isEmpty() ? all : array_union(all, names(unknown));
    }

    private static Column names(List<String> names) {
        return org.apache
                .spark
                .sql
                .functions
                .array(names.stream().map(name -> lit(name)).toArray(Column[]::new))
                .cast("array<string>");
    }

    private boolean isKey(String name) {
        return key.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static Column isNot(String op) {
        return coalesce(col(Events.OP).notEqual(op), lit(true));
    }

    private static boolean isText(Dataset<Row> split, String name) {
        return split.schema().apply(name).dataType().equals(DataTypes.StringType);
    }
}
