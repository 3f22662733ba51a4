package io.highwater.common.source.jdbc;

/** What is read: a table, the result of a query, or the catalog alone. */
public sealed interface Relation {
    /** The relation in a few words, for messages. */
    String describe();

    /**
     * A table or view.
     *
     * @param name as a user writes it: {@code orders}, {@code public.orders}, {@code "Odd Name"."select"}; parts without
     *     quotes follow the database's own rule for letter case, parts in double quotes or back quotes are exact
     */
    record Table(String name) implements Relation {
        @Override
        public String describe() {
            return "table " + name;
        }
    }

    /**
     * A query in the database's own SQL. It must be repeatable: each split runs it once with its own range.
     *
     * @param sql one SELECT, with or without a semicolon at its end
     */
    record Query(String sql) implements Relation {
        @Override
        public String describe() {
            return "the query";
        }
    }

    /** No rows, but what the database says of itself. */
    record Catalog() implements Relation {
        @Override
        public String describe() {
            return "the catalog";
        }
    }
}
