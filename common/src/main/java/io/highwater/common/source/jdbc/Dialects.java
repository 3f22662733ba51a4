package io.highwater.common.source.jdbc;

import java.util.Optional;

/** Which dialect speaks to which URL. */
final class Dialects {
    private Dialects() {}

    static Dialect of(JdbcUrl url, Optional<String> driverClass) {
        if (url.isFor("postgresql")) {
            return new PostgresDialect(url);
        }
        if (url.isFor("mysql") || url.isFor("mariadb")) {
            return new MySqlDialect(url, driverClass);
        }
        return url.isFor("h2") ? new H2Dialect(url) : new PlainDialect(url);
    }
}
