package io.highwater.common.target;

/** Where a target table is. */
public sealed interface TargetAddress {
    /** A directory, any Hadoop URI. */
    record ByPath(String path) implements TargetAddress {
        @Override
        public String toString() {
            return path;
        }
    }

    /** A table of Spark's session catalog, written {@code table} or {@code database.table}; {@link CatalogName} tells how. */
    record ByName(String name) implements TargetAddress {
        @Override
        public String toString() {
            return "table " + name;
        }
    }
}
