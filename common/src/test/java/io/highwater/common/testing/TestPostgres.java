package io.highwater.common.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One PostgreSQL server, open to logical decoding, for all tests of a JVM; every test makes tables of its own. */
public final class TestPostgres implements TestDatabase {
    private final EmbeddedPostgres server;

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The server, started on first use; the JVM's end stops it. */
    public static TestPostgres server() {
        return Holder.SERVER;
    }

    @Override
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    private static final class Holder {
        static final TestPostgres SERVER = start();

        private static TestPostgres start() {
            try {
                return new TestPostgres(EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_connections", "60")
                        .setServerConfig("max_prepared_transactions", "5")
                        .start());
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot start PostgreSQL", failure);
            }
        }
    }
}
