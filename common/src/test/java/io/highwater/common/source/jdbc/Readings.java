package io.highwater.common.source.jdbc;

import io.highwater.common.config.Secret;
import io.highwater.common.source.ReadPlan.Split;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;

/** Opens readings of a test database as its administrator. */
final class Readings {
    private Readings() {}

    static JdbcSettings table(TestDatabase database, String name) {
        return settings(database, new Relation.Table(name));
    }

    static JdbcSettings query(TestDatabase database, String sql) {
        return settings(database, new Relation.Query(sql));
    }

    static Reading open(JdbcSettings settings) {
        return new JdbcSource(settings).open(TestSpark.session());
    }

    /** Expressions over the rows. */
    static List<Row> rows(JdbcSettings settings, String... expressions) {
        try (Reading reading = open(settings)) {
            return reading.rows().selectExpr(expressions).collectAsList();
        }
    }

    /** Of every row the type and the value of each column, one after the other, as text that people can compare. */
    static List<Row> shown(JdbcSettings settings) {
        try (Reading reading = open(settings)) {
            String[] expressions = Arrays.stream(reading.rows().schema().fields())
                    .flatMap(field -> Stream.of("'" + field.dataType().sql() + "'", shown(field)))
                    .toArray(String[]::new);
            return reading.rows().selectExpr(expressions).collectAsList();
        }
    }

    private static String shown(StructField field) {
        String name = "`" + field.name() + "`";
        if (field.dataType() instanceof ArrayType) {
            return "to_json(" + name + ")";
        }
        return field.dataType() instanceof BinaryType ? "hex(" + name + ")" : "cast(" + name + " AS string)";
    }

    /** What the user is told when reading all rows fails. */
    static RuntimeException failureOf(JdbcSettings settings) {
        try (Reading reading = open(settings)) {
            return failureOf(reading);
        }
    }

    /** What the user is told when reading all rows of an open reading fails. */
    static RuntimeException failureOf(Reading reading) {
        List<Row> rows;
        try {
            rows = reading.rows().collectAsList();
        } catch (Exception failure) {
            return reading.explain(failure);
        }
        throw new AssertionError("The read succeeded: " + rows);
    }

    /** The largest split over the mean split, counted by the database itself. */
    static double imbalance(TestDatabase database, Reading reading, String from) {
        List<Long> sizes = reading.plan().splits().stream()
                .map(Split::predicate)
                .map(predicate -> database.number("SELECT count(*) FROM " + from + " WHERE " + predicate))
                .toList();
        double mean = sizes.stream().mapToLong(Long::longValue).average().orElseThrow();
        return sizes.stream().mapToLong(Long::longValue).max().orElseThrow() / mean;
    }

    private static JdbcSettings settings(TestDatabase database, Relation relation) {
        return JdbcSettings.reading(database.url(), relation)
                .withLogin(Login.of(database.user(), new Secret("env:TEST", database.password())));
    }
}
