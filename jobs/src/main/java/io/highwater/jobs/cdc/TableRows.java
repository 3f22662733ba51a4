package io.highwater.jobs.cdc;

import static io.highwater.common.spark.ClassicSpark.tryCast;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.highwater.common.source.feed.Records;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.TextColumn;
import io.highwater.jobs.cdc.format.Typing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
 * @param nulls what a NULL in an update is
 * @param versions how the feed writes the columns, one for each of its schemas
 */
record TableRows(StructType columns, List<String> key, CdcSettings.Nulls nulls, List<Version> versions) {
    private static final int SHOWN = 60;

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
        boolean texts = events.schema().apply(Events.ROW).dataType() instanceof MapType
                && !version.columns().isEmpty();
        Dataset<Row> typed = texts
                ? new Typing(version.columns().stream().map(Version.Read::text).toList()).of(events)
                : events.withColumn(Typing.MISFITS, names(List.of()));
        StructType given =
                typed.schema().apply(Events.ROW).dataType() instanceof StructType struct ? struct : new StructType();
        List<Column> problems = new ArrayList<>(List.of(col(Events.PROBLEM), new Misfits(key, versions).problem()));
        List<Column> row = new ArrayList<>();
        for (StructField field : columns.fields()) {
            Optional<Version.Read> read = version.columns().stream()
                    .filter(candidate -> candidate.target().equalsIgnoreCase(field.name()))
                    .findFirst();
            read.ifPresent(found -> problems.add(problem(found, field, given)));
            row.add(read.map(found -> value(found, given))
                    .orElse(lit(null))
                    .cast(field.dataType())
                    .as(field.name()));
        }
        problems.addAll(missingKey(row));
        problems.add(lostValues(version));
        return typed.select(
                col(Events.OP),
                col(Events.SEQUENCE),
                col(Events.AT),
                when(isNot(Events.TRUNCATE), struct(row.toArray(Column[]::new))).as(Events.ROW),
                missing(version).as(Events.MISSING),
                nullif(concat_ws("; ", problems.toArray(Column[]::new)), lit(""))
                        .as(Events.PROBLEM),
                col(Events.PAIR),
                col(Events.RAW),
                col(Records.KEY),
                col(Events.TABLE),
                col(Records.ORIGIN),
                col(Records.BLOCK),
                col(Records.ORDINAL));
    }

    /** Texts of a feed that has types may still be what the table has as numbers. */
    private static Column value(Version.Read read, StructType given) {
        Column value = col(Events.ROW).getField(read.source());
        return isText(read, given) ? read.text().read(value) : value;
    }

    private Column problem(Version.Read read, StructField field, StructType given) {
        if (given.apply(read.source()).dataType().equals(field.dataType())) {
            return lit(null).cast("string");
        }
        Column value = col(Events.ROW).getField(read.source());
        Column misfit = isText(read, given)
                ? read.text().misfit(value)
                : value.isNotNull().and(tryCast(value, field.dataType()).isNull());
        Column counts =
                isKey(field.name()) ? isNot(Events.TRUNCATE) : col(Events.OP).equalTo(Events.UPSERT);
        return when(
                counts.and(coalesce(misfit, lit(false))),
                concat_ws(
                        "",
                        lit("column " + read.source() + ": '"),
                        substring(tryCast(value, DataTypes.StringType), 1, SHOWN),
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

    /** By their names in the target: those the feed calls unavailable or has not at all, and NULLs that count as such. */
    private Column missing(Version version) {
        Column known = unavailable(version);
        return nulls == CdcSettings.Nulls.TAKEN ? known : array_union(known, nulls(version));
    }

    private Column unavailable(Version version) {
        Column all = named(version);
        List<String> unknown = Arrays.stream(columns.fieldNames())
                .filter(name -> version.columns().stream()
                        .noneMatch(read -> read.target().equalsIgnoreCase(name)))
                .toList();
        Column known = unknown.isEmpty() ? all : array_union(all, names(unknown));
        Column none = names(nulls == CdcSettings.Nulls.TAKEN ? List.of() : unknown);
        return when(col(Events.LACKING).equalTo(Events.EMPTY), none).otherwise(known);
    }

    /** Unavailable ones as the target spells them, which may be in other letters than the feed. */
    private Column named(Version version) {
        List<Column> names = new ArrayList<>();
        for (Version.Read read : version.columns()) {
            if (!read.source().equals(spelled(read))) {
                names.addAll(List.of(lit(read.source()), lit(spelled(read))));
            }
        }
        if (names.isEmpty()) {
            return col(Events.MISSING);
        }
        Column spelled = map(names.toArray(Column[]::new));
        return transform(col(Events.MISSING), name -> coalesce(try_element_at(spelled, name), name));
    }

    private String spelled(Version.Read read) {
        return Arrays.stream(columns.fieldNames())
                .filter(name -> name.equalsIgnoreCase(read.target()))
                .findFirst()
                .orElse(read.target());
    }

    /** Values under a key that the row no longer has, and that nobody would find. */
    private Column lostValues(Version version) {
        Column lost = array_intersect(unavailable(version), names(List.of(columns.fieldNames())));
        return when(
                col(Events.OP)
                        .equalTo(Events.UPSERT)
                        .and(col(Events.LACKING).equalTo(Events.NOWHERE))
                        .and(size(lost).gt(0)),
                concat_ws(
                        "",
                        lit("the key of this row changed, and the source did not send "),
                        concat_ws(", ", lost),
                        lit(", which did not change")));
    }

    private Column nulls(Version version) {
        Column[] named = version.columns().stream()
                .filter(read -> !isKey(read.target()))
                .map(read -> when(col(Events.ROW).getField(read.source()).isNull(), lit(spelled(read))))
                .toArray(Column[]::new);
        return array_compact(array(named)).cast("array<string>");
    }

    /** Names as an ARRAY of STRING. */
    static Column names(List<String> names) {
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

    private static boolean isText(Version.Read read, StructType given) {
        return given.apply(read.source()).dataType().equals(DataTypes.StringType)
                && !read.text().type().equals(DataTypes.StringType);
    }
}
