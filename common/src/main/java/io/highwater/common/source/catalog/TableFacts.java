package io.highwater.common.source.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a table.
 *
 * @param schema its schema; empty where there are none
 * @param rows about how many rows it has; empty if the database has no idea
 * @param bytes how large it is; empty if the database does not say
 * @param key the columns of its primary key, none if it has none
 * @param columns its columns in their order
 * @param writes what was written to it; empty if nobody counts
 * @param files what is known of it because it is made of files; empty in a database
 */
public record TableFacts(
        Optional<String> schema,
        String name,
        OptionalLong rows,
        OptionalLong bytes,
        List<String> key,
        List<ColumnFacts> columns,
        Optional<Writes> writes,
        Optional<FileFacts> files) {
    public TableFacts {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** A table of a database. */
    public TableFacts(
            Optional<String> schema,
            String name,
            OptionalLong rows,
            OptionalLong bytes,
            List<String> key,
            List<ColumnFacts> columns,
            Optional<Writes> writes) {
        this(schema, name, rows, bytes, key, columns, writes, Optional.empty());
    }

    /** The same with a key that somebody knows better. */
    public TableFacts keyedBy(List<String> other) {
        return new TableFacts(schema, name, rows, bytes, other, columns, writes, files);
    }

    /** Rows written since the database began to count. */
    public record Writes(long inserted, long updated, long deleted) {}

    /** The name with its schema, exact, whatever the database does with names without quotes. */
    public String quoted() {
        return schema.map(part -> "\"" + part.replace("\"", "\"\"") + "\".").orElse("") + "\""
                + name.replace("\"", "\"\"") + "\"";
    }

    /** The name with its schema, for people. */
    public String qualified() {
        return schema.map(part -> part + ".").orElse("") + name;
    }
}
