package io.highwater.jobs.cdc.format;

import java.util.Locale;
import java.util.Optional;

/** The systems whose changes Debezium reads; each counts places in its log in its own way. */
public enum Connector {
    POSTGRESQL,
    /** MySQL and MariaDB. */
    MYSQL,
    SQLSERVER,
    ORACLE,
    MONGODB;

    /** The connector of the word in {@code source.connector}; empty for one that is not known here. */
    public static Optional<Connector> named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "postgresql", "postgres" -> Optional.of(POSTGRESQL);
            case "mysql", "mariadb" -> Optional.of(MYSQL);
            case "sqlserver" -> Optional.of(SQLSERVER);
            case "oracle" -> Optional.of(ORACLE);
            case "mongodb" -> Optional.of(MONGODB);
            default -> Optional.empty();
        };
    }
}
