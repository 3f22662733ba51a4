package io.highwater.jobs.cdc.pipe;

import io.highwater.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Everything that happens to a table of many types in PostgreSQL, step by step. */
final class PostgresScenario {
    private static final String PARCELS = "public.parcels";
    private static final String VISITS = "public.visits";
    private static final String ROWS = "SELECT row_to_json(p) FROM parcels p ORDER BY id";

    private final TestDatabase database;

    PostgresScenario(TestDatabase database) {
        this.database = database;
    }

    void recordInto(Path directory) throws IOException, SQLException {
        createTables();
        try (EventRecorder recorder = new EventRecorder(directory)) {
            start(recorder);
            changes(recorder);
            recorder.rows("expected-before-truncate", database.texts(ROWS));
            truncate(recorder);
            recorder.rows("expected", database.texts(ROWS));
            keyless(recorder);
        }
    }

    private void start(EventRecorder recorder) throws IOException {
        start(recorder, "envelope", plan("envelope"));
        start(recorder, "envelope-with-schema", plan("schema").withSchemas());
        start(recorder, "flattened", plan("flattened").flattened());
        start(
                recorder,
                "flattened-as-text",
                plan("text")
                        .flattened("op", "source.sequence", "source.txId", "source.ts_ms")
                        .with("transforms.unwrap.delete.tombstone.handling.mode", "rewrite-with-tombstone")
                        .with("decimal.handling.mode", "string")
                        .with("time.precision.mode", "isostring"));
        recorder.step("01-snapshot");
    }

    /** The topics start with the same prefix, whatever the shape. */
    private static CapturePlan plan(String name) {
        return CapturePlan.of("shop_" + name, PARCELS, VISITS).with("topic.prefix", "shop");
    }

    private void start(EventRecorder recorder, String shape, CapturePlan plan) throws IOException {
        recorder.shape(shape, (sink, memory) -> DebeziumCapture.postgres(plan, database, memory, sink));
    }

    private void changes(EventRecorder recorder) throws IOException, SQLException {
        inserts();
        recorder.step("02-inserts");
        updates();
        recorder.step("03-updates");
        keysAndDeletes();
        recorder.step("04-keys-and-deletes");
        transactions();
        interleaved();
        recorder.step("05-transactions");
        columns();
        recorder.step("06-columns");
    }

    private void createTables() {
        database.execute(
                "ALTER DATABASE postgres SET timezone TO 'UTC'",
                "CREATE TYPE parcel_state AS ENUM ('new', 'sent', 'lost')",
                """
                CREATE TABLE parcels (
                  id bigint PRIMARY KEY, title text, document text, code varchar(12), price numeric(12,2), weight numeric,
                  ordered_on date, pickup time, packed_at timestamp, sent_at timestamptz, fragile boolean,
                  tracking uuid, detail jsonb, seal bytea, stops int[], tags text[], ratio double precision,
                  state parcel_state, pieces int)
                """,
                """
                INSERT INTO parcels VALUES
                  (1, 'ordinary', 'short', 'A-1', 19.99, 1.5, '2024-02-29', '09:30:00', '2024-02-29 09:30:00.123456',
                   '2024-02-29 09:30:00.123456+02', true, '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
                   '{"b": 1, "a": [true, null, 1.10]}', '\\x00ff10', '{1,2,null}', '{a,"b,c",null,"q\\"q"}', 0.1, 'new', 7)
                """,
                "INSERT INTO parcels (id) VALUES (2)",
                """
                INSERT INTO parcels VALUES
                  (3, 'extremes', '', '', -9999999999.99, 123456789012345678901234567890.0123456789, '0044-03-15 BC',
                   '23:59:59.999999', 'infinity', 'infinity', false, '00000000-0000-0000-0000-000000000000', 'null', '',
                   '{}', '{}', 'NaN', 'lost', -2147483648),
                  (4, 'large', %s, 'DOC', 0.00, 0, '1969-12-31', '00:00:00', '1969-12-31 23:59:59.999999', '-infinity',
                   true, null, '{}', '\\x', '{{1,2},{3,4}}', '{""}', '-Infinity', 'sent', 2147483647),
                  (5, 'größe 包裹 📦 e\u0301', 'tab\tand "quotes" and \\ and \u2028', 'ÄÖÜ', 0.01, 1e-10, '9999-12-31', '12:00',
                   '9999-12-31 23:59:59', '1900-01-01 00:00:00+00', null, null, '"text"', 'bytes', null, '{ü}',
                   1e308, 'new', 0)
                """.formatted(large(1, 640)),
                "CREATE TABLE visits (place text, day date, people int)",
                "ALTER TABLE visits REPLICA IDENTITY FULL",
                "INSERT INTO visits VALUES ('here', '2024-01-01', 1), ('here', '2024-01-01', 1)");
    }

    private void inserts() {
        database.execute(
                parcel(10, "'ten'"),
                parcel(11, "'eleven'"),
                parcel(12, "'twelve'"),
                parcel(13, "'thirteen'"),
                parcel(14, large(2, 100)),
                "INSERT INTO parcels (id, title) SELECT i, 'of many ' || i FROM generate_series(15, 17) AS i");
    }

    private void updates() {
        database.execute(
                "UPDATE parcels SET price = 1.00 WHERE id = 4",
                "UPDATE parcels SET price = 2.00, title = null WHERE id = 14",
                "UPDATE parcels SET title = title WHERE id = 1",
                "UPDATE parcels SET weight = 1.50 WHERE id = 1",
                "UPDATE parcels SET document = " + large(3, 100) + " WHERE id = 10",
                "UPDATE parcels SET tags = array_append(tags, 'x'), detail = '{\"deep\": {\"n\": 12345678901234567890.5}}' WHERE id = 10",
                "UPDATE parcels SET ratio = 'Infinity', ordered_on = '-infinity', packed_at = '-infinity' WHERE id = 3",
                "UPDATE parcels SET state = 'sent' WHERE id BETWEEN 15 AND 17");
    }

    private void keysAndDeletes() {
        database.execute(
                "UPDATE parcels SET id = 20 WHERE id = 11",
                "UPDATE parcels SET id = 40 WHERE id = 4",
                "DELETE FROM parcels WHERE id = 15",
                "BEGIN",
                "DELETE FROM parcels WHERE id = 12",
                parcel(12, "'twelve again'"),
                "COMMIT",
                "BEGIN",
                "UPDATE parcels SET id = -1 WHERE id = 16",
                "UPDATE parcels SET id = 16 WHERE id = 17",
                "UPDATE parcels SET id = 17 WHERE id = -1",
                "COMMIT",
                "DELETE FROM parcels WHERE id = 14",
                parcel(14, "'fourteen, later'"));
    }

    private void transactions() {
        database.execute(
                "BEGIN",
                parcel(30, "'thirty'"),
                "UPDATE parcels SET price = 30.01 WHERE id = 30",
                "UPDATE parcels SET price = 30.02 WHERE id = 30",
                "DELETE FROM parcels WHERE id = 30",
                parcel(30, "'thirty, finally'"),
                parcel(31, "'thirty-one'"),
                "DELETE FROM parcels WHERE id = 31",
                "COMMIT",
                "BEGIN",
                "UPDATE parcels SET title = 'never' WHERE id = 1",
                "ROLLBACK",
                "BEGIN",
                "UPDATE parcels SET title = 'kept' WHERE id = 1",
                "SAVEPOINT half",
                "UPDATE parcels SET title = 'undone' WHERE id = 1",
                "ROLLBACK TO half",
                "COMMIT");
    }

    /** The transaction that began first, and wrote first, commits last: its events come last with the lower LSN. */
    private void interleaved() throws SQLException {
        try (Connection early = database.connect();
                Connection late = database.connect();
                Statement earlyWriter = early.createStatement();
                Statement lateWriter = late.createStatement()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            earlyWriter.execute("UPDATE parcels SET title = 'early writer, late commit' WHERE id = 2");
            lateWriter.execute("UPDATE parcels SET title = 'late writer, early commit' WHERE id = 5");
            earlyWriter.execute("UPDATE parcels SET price = 2.02 WHERE id = 2");
            lateWriter.execute(parcel(32, "'thirty-two'"));
            late.commit();
            earlyWriter.execute("UPDATE parcels SET title = 'early after late' WHERE id = 32");
            early.commit();
        }
    }

    private void columns() {
        database.execute(
                "ALTER TABLE parcels ADD COLUMN note text DEFAULT 'none'",
                "UPDATE parcels SET note = 'noted' WHERE id = 1",
                "UPDATE parcels SET price = 3.33 WHERE id = 2",
                "ALTER TABLE parcels ALTER COLUMN pieces TYPE bigint",
                "UPDATE parcels SET pieces = 3000000000 WHERE id = 2",
                "INSERT INTO parcels (id, pieces) VALUES (60, 9223372036854775807)");
    }

    private void truncate(EventRecorder recorder) throws IOException {
        database.execute("TRUNCATE parcels");
        recorder.step("07-truncate");
        database.execute(
                "INSERT INTO parcels (id, title, pieces) VALUES (1, 'one anew', 1), (70, 'seventy', 70)",
                "UPDATE parcels SET title = 'one, and changed' WHERE id = 1");
        recorder.step("08-after-truncate");
    }

    /** Two equal rows of a table without a key, one of them changed and one removed. */
    private void keyless(EventRecorder recorder) throws IOException {
        database.execute(
                "INSERT INTO visits VALUES ('there', '2024-01-02', 2)",
                "UPDATE visits SET people = 9 WHERE ctid = (SELECT min(ctid) FROM visits WHERE place = 'here')",
                "DELETE FROM visits WHERE place = 'there'",
                "INSERT INTO visits VALUES (null, null, null)");
        recorder.step("09-keyless");
        recorder.rows("expected-keyless", database.texts("SELECT row_to_json(v) FROM visits v ORDER BY place, people"));
    }

    private static String parcel(long id, String document) {
        return """
                INSERT INTO parcels VALUES
                  (%1$d, 'parcel %1$d', %2$s, 'P-%1$d', %1$d.50, %1$d.125, '2024-03-01', '10:00:00.5',
                   '2024-03-01 10:00:00', '2024-03-01 10:00:00+00', false, null, '{"id": %1$d}', '\\x01', '{%1$d}', '{p}',
                   %1$d.25, 'new', %1$d)
                """.formatted(id, document);
    }

    /** Text that does not compress, so that it is kept apart from its row: this many times 32 letters. */
    private static String large(int seed, int times) {
        return "(SELECT string_agg(md5(i::text || '%d'), '' ORDER BY i) FROM generate_series(1, %d) AS i)"
                .formatted(seed, times);
    }
}
