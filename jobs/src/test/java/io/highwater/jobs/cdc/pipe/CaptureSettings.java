package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.CRC32;

/** Debezium's properties for a plan. */
final class CaptureSettings {
    private CaptureSettings() {}

    static Properties postgres(CapturePlan plan, TestDatabase database, Path memory, String marker) {
        Properties properties = common(plan, database, memory, marker);
        properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        properties.put("database.dbname", address(database).getPath().substring(1));
        properties.put("plugin.name", "pgoutput");
        properties.put("slot.name", plan.name());
        properties.put("publication.name", plan.name());
        properties.put("publication.autocreate.mode", "filtered");
        properties.putAll(plan.settings());
        return properties;
    }

    static Properties mariaDb(CapturePlan plan, TestDatabase database, Path memory, String marker) {
        Properties properties = common(plan, database, memory, marker);
        properties.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
        properties.put("database.include.list", address(database).getPath().substring(1));
        properties.put("database.server.id", String.valueOf(serverId(plan)));
        properties.put("include.schema.changes", "false");
        properties.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
        properties.put("schema.history.internal.file.filename", file(memory, plan, "schemas"));
        properties.putAll(plan.settings());
        return properties;
    }

    private static Properties common(CapturePlan plan, TestDatabase database, Path memory, String marker) {
        Properties properties = new Properties();
        properties.put("name", plan.name());
        properties.put("topic.prefix", plan.name());
        properties.put("custom.metric.tags", "capture=" + plan.name());
        properties.put("database.hostname", address(database).getHost());
        properties.put("database.port", String.valueOf(address(database).getPort()));
        properties.put("database.user", database.user());
        properties.put("database.password", database.password());
        properties.put("table.include.list", String.join(",", plan.tables()) + "," + marker);
        properties.put("snapshot.include.collection.list", String.join(",", plan.tables()));
        properties.put("skipped.operations", "none");
        properties.put("key.converter.schemas.enable", "false");
        properties.put("value.converter.schemas.enable", "false");
        properties.put("poll.interval.ms", "50");
        properties.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        properties.put("offset.storage.file.filename", file(memory, plan, "offsets"));
        properties.put("offset.flush.interval.ms", "0");
        return properties;
    }

    private static String file(Path memory, CapturePlan plan, String what) {
        return memory.resolve(plan.name() + "." + what).toString();
    }

    private static URI address(TestDatabase database) {
        return URI.create(database.url().substring("jdbc:".length()));
    }

    /** Replicas of a server must differ; the server itself is 1. */
    private static long serverId(CapturePlan plan) {
        CRC32 hash = new CRC32();
        hash.update(plan.name().getBytes(StandardCharsets.UTF_8));
        return 2 + hash.getValue() % 1_000_000;
    }
}
