package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Some of what happens to a table of many types in MariaDB, step by step. */
final class MariaDbScenario {
    private static final String PARCELS = "test.parcels";

    private final TestDatabase database;

    MariaDbScenario(TestDatabase database) {
        this.database = database;
    }

    void recordInto(Path directory) throws IOException {
        createTable();
        try (EventRecorder recorder = new EventRecorder(directory)) {
            start(recorder, "envelope", CapturePlan.of("shop_envelope", PARCELS).with("topic.prefix", "shop"));
            start(
                    recorder,
                    "flattened",
                    CapturePlan.of("shop_flattened", PARCELS)
                            .with("topic.prefix", "shop")
                            .flattened("op", "source.file", "source.pos", "source.row", "source.gtid", "source.ts_ms"));
            recorder.step("01-snapshot");
            changes(recorder);
            recorder.rows("expected-before-truncate", rows());
            truncate(recorder);
            recorder.rows("expected", rows());
        }
    }

    private void start(EventRecorder recorder, String shape, CapturePlan plan) throws IOException {
        recorder.shape(shape, (sink, memory) -> DebeziumCapture.mariaDb(plan, database, memory, sink));
    }

    private void createTable() {
        database.execute("""
                CREATE TABLE parcels (
                  id bigint PRIMARY KEY, title varchar(100), document longtext, price decimal(12,2), ordered_on date,
                  pickup time(6), packed_at datetime(6), sent_at timestamp(6) NULL, fragile boolean, detail json,
                  seal varbinary(20), ratio double, state enum('new', 'sent', 'lost'), wishes set('fast', 'green'),
                  pieces int unsigned, serial_number bigint unsigned, made year, flags bit(10))
                  CHARACTER SET utf8mb4
                """, """
                INSERT INTO parcels VALUES
                  (1, 'ordinary', 'short', 19.99, '2024-02-29', '09:30:00.5', '2024-02-29 09:30:00.123456',
                   '2024-02-29 09:30:00.123456', true, '{"b": 1, "a": [true, null]}', x'00ff10', 0.1, 'new', 'fast,green',
                   4294967295, 18446744073709551615, 2024, b'1000000001')
                """, "INSERT INTO parcels (id) VALUES (2)", """
                INSERT INTO parcels (id, title, document, price, ordered_on, pickup, packed_at, seal, wishes) VALUES
                  (3, 'größe 包裹 📦', 'tab\\tand "quotes"', -9999999999.99, '1000-01-01', '-838:59:59', '9999-12-31 23:59:59',
                   '', '')
                """);
    }

    private void changes(EventRecorder recorder) throws IOException {
        database.execute(
                "INSERT INTO parcels (id, title) VALUES (10, 'ten'), (11, 'eleven'), (12, 'twelve')",
                "UPDATE parcels SET price = 5.00 WHERE id >= 10",
                "UPDATE parcels SET title = title WHERE id = 1",
                "UPDATE parcels SET ratio = 2.5 WHERE id = 1",
                "REPLACE INTO parcels (id, title) VALUES (2, 'replaced')",
                "INSERT INTO parcels (id, title) VALUES (2, 'x') ON DUPLICATE KEY UPDATE title = 'updated instead'");
        recorder.step("02-changes");
        database.execute(
                "UPDATE parcels SET id = 20 WHERE id = 10",
                "DELETE FROM parcels WHERE id = 11",
                "START TRANSACTION",
                "DELETE FROM parcels WHERE id = 12",
                "INSERT INTO parcels (id, title) VALUES (12, 'twelve again')",
                "UPDATE parcels SET price = 12.01 WHERE id = 12",
                "UPDATE parcels SET price = 12.02 WHERE id = 12",
                "COMMIT",
                "START TRANSACTION",
                "UPDATE parcels SET title = 'never' WHERE id = 1",
                "ROLLBACK");
        recorder.step("03-keys-and-transactions");
        database.execute(
                "ALTER TABLE parcels ADD COLUMN note varchar(20) DEFAULT 'none', MODIFY pieces bigint unsigned",
                "UPDATE parcels SET note = 'noted', pieces = 5000000000 WHERE id = 1",
                "INSERT INTO parcels (id) VALUES (60)");
        recorder.step("04-columns");
    }

    private void truncate(EventRecorder recorder) throws IOException {
        database.execute("TRUNCATE TABLE parcels");
        recorder.step("05-truncate");
        database.execute(
                "INSERT INTO parcels (id, title) VALUES (1, 'one anew'), (70, 'seventy')",
                "FLUSH BINARY LOGS",
                "UPDATE parcels SET title = 'one, in the next binlog' WHERE id = 1");
        recorder.step("06-after-truncate");
    }

    /** MariaDB has no function for a whole row: one object is put together of all columns, binary ones in hexadecimal. */
    private List<String> rows() {
        String pairs = String.join(", ", database.texts("""
                        SELECT CONCAT('''', column_name, ''', ',
                          CASE WHEN data_type IN ('varbinary', 'bit') THEN CONCAT('HEX(', column_name, ')')
                               ELSE column_name END)
                        FROM information_schema.columns
                        WHERE table_schema = 'test' AND table_name = 'parcels' ORDER BY ordinal_position
                        """));
        return database.texts("SELECT JSON_OBJECT(" + pairs + ") FROM parcels ORDER BY id");
    }
}
