package io.highwater.common.source.jdbc;

/** Whether the rows of a range of a column are found without reading the others. */
enum Indexed {
    /** An index leads with the column. */
    YES,
    /** None does. */
    NO,
    /** The relation is no table, so it has no index of its own. */
    NO_TABLE
}
