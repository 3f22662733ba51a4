package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of a relation, each with the way it is read; or the one message that says which cannot be. */
final class Columns {
    private Columns() {}

    /**
     * How each column is read, in the relation's order.
     *
     * @throws UserException when names repeat, an override fits no column, or a type has no mapping
     */
    static List<ColumnReading> mapped(List<SourceColumn> columns, Dialect dialect, JdbcSettings settings) {
        requireDistinct(columns, settings.relation());
        Map<String, String> overrides = overrides(columns, settings);
        List<ColumnReading> readings = new ArrayList<>();
        List<SourceColumn> unmapped = new ArrayList<>();
        for (SourceColumn column : columns) {
            reading(column, dialect, settings, overrides).ifPresentOrElse(readings::add, () -> unmapped.add(column));
        }
        if (!unmapped.isEmpty()) {
            throw unmapped(unmapped, dialect, settings.relation());
        }
        return List.copyOf(readings);
    }

    /** The column of that name, exactly or else whatever its letter case. */
    static Optional<SourceColumn> named(String name, List<SourceColumn> columns) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    static UserException unknown(String intent, Relation relation, List<SourceColumn> columns) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot " + intent + ": " + relation.describe() + " has no such column. Its columns are "
                        + columns.stream().map(SourceColumn::name).collect(Collectors.joining(", ")) + ".");
    }

    private static Optional<ColumnReading> reading(
            SourceColumn column, Dialect dialect, JdbcSettings settings, Map<String, String> overrides) {
        String type = overrides.get(column.name());
        if (type == null) {
            return dialect.read(column, settings.outOfRange());
        }
        String text = dialect.text(dialect.quote(column.name()));
        return Optional.of(ColumnReading.text(column.name(), text, Overrides.conversion(column.name(), type)));
    }

    private static Map<String, String> overrides(List<SourceColumn> columns, JdbcSettings settings) {
        Map<String, String> byName = new HashMap<>();
        settings.columns().forEach((name, type) -> {
            SourceColumn column = named(name, columns)
                    .orElseThrow(() -> unknown("read column " + name + " as " + type, settings.relation(), columns));
            byName.put(column.name(), type);
        });
        return byName;
    }

    private static void requireDistinct(List<SourceColumn> columns, Relation relation) {
        Map<String, List<String>> byFold = columns.stream()
                .map(SourceColumn::name)
                .collect(Collectors.groupingBy(name -> name.toLowerCase(Locale.ROOT)));
        List<String> repeated = columns.stream()
                .map(SourceColumn::name)
                .filter(name -> byFold.get(name.toLowerCase(Locale.ROOT)).size() > 1)
                .toList();
        if (!repeated.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot read " + relation.describe() + ": column names repeat, which Spark, to which letter case is"
                            + " nothing, cannot tell apart: " + String.join(", ", repeated)
                            + ". Read a query that gives each column a name of its own.");
        }
    }

    private static UserException unmapped(List<SourceColumn> columns, Dialect dialect, Relation relation) {
        String list = columns.stream()
                .map(column -> column.name() + " (" + column.typeName() + ")")
                .collect(Collectors.joining(", "));
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot read " + relation.describe() + ": Spark has no type for " + dialect.product() + " columns "
                        + list
                        + ". Say how to read them, such as columns { \""
                        + columns.get(0).name()
                        + "\" = \"string\" }, or leave them out by reading a query.");
    }
}
