package io.highwater.common.source.jdbc;

import io.highwater.common.config.Secret;
import java.util.Optional;

/**
 * As whom a database is asked.
 *
 * @param user the name; empty: the driver's own default
 * @param password its password, never part of a URL; empty: none is sent
 */
public record Login(Optional<String> user, Optional<Secret> password) {
    /** The driver's own default. */
    public static Login none() {
        return new Login(Optional.empty(), Optional.empty());
    }

    /** A user with a password. */
    public static Login of(String user, Secret password) {
        return new Login(Optional.of(user), Optional.of(password));
    }

    /** A user without a password. */
    public static Login of(String user) {
        return new Login(Optional.of(user), Optional.empty());
    }
}
