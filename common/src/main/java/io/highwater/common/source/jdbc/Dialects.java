package io.highwater.common.source.jdbc;

/** Which dialect speaks to which URL. */
final class Dialects {
    private Dialects() {}

    static Dialect of(JdbcUrl url) {
        if (url.isFor("postgresql")) {
            return new PostgresDialect();
        }
        throw new UnsupportedOperationException(url.place());
    }
}
