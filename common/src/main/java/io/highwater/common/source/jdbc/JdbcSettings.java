package io.highwater.common.source.jdbc;

import java.util.Map;

/**
 * How a database is read.
 *
 * @param url a JDBC URL without credentials
 * @param login as whom
 * @param relation what is read
 * @param splitting into how many parts, and by what
 * @param fetchSize rows fetched at a time, at least 1
 * @param properties connection properties for the driver, by the driver's names; {@code driver} names its class
 * @param columns Spark types to use instead of the mapped ones, by column name, such as {@code decimal(20,4)}
 * @param outOfRange what becomes of dates and timestamps that Spark cannot hold
 */
public record JdbcSettings(
        String url,
        Login login,
        Relation relation,
        Splitting splitting,
        int fetchSize,
        Map<String, String> properties,
        Map<String, String> columns,
        OutOfRange outOfRange) {
    /** Rows fetched at a time unless told otherwise. */
    public static final int DEFAULT_FETCH_SIZE = 10_000;

    public JdbcSettings {
        properties = Map.copyOf(properties);
        columns = Map.copyOf(columns);
        if (fetchSize < 1) {
            throw new IllegalArgumentException("A fetch size must be at least 1, cannot be: " + fetchSize);
        }
    }

    /** Everything by default but where and what. */
    public static JdbcSettings reading(String url, Relation relation) {
        return new JdbcSettings(
                url,
                Login.none(),
                relation,
                Splitting.automatic(),
                DEFAULT_FETCH_SIZE,
                Map.of(),
                Map.of(),
                OutOfRange.FAIL);
    }

    /** What is read and where, in words, without credentials. */
    public String describe() {
        return relation.describe() + " at " + new JdbcUrl(url).place();
    }

    public JdbcSettings withLogin(Login other) {
        return new JdbcSettings(url, other, relation, splitting, fetchSize, properties, columns, outOfRange);
    }

    public JdbcSettings withSplitting(Splitting other) {
        return new JdbcSettings(url, login, relation, other, fetchSize, properties, columns, outOfRange);
    }

    public JdbcSettings withFetchSize(int other) {
        return new JdbcSettings(url, login, relation, splitting, other, properties, columns, outOfRange);
    }

    public JdbcSettings withProperties(Map<String, String> others) {
        return new JdbcSettings(url, login, relation, splitting, fetchSize, others, columns, outOfRange);
    }

    public JdbcSettings withColumns(Map<String, String> others) {
        return new JdbcSettings(url, login, relation, splitting, fetchSize, properties, others, outOfRange);
    }

    public JdbcSettings withOutOfRange(OutOfRange other) {
        return new JdbcSettings(url, login, relation, splitting, fetchSize, properties, columns, other);
    }
}
