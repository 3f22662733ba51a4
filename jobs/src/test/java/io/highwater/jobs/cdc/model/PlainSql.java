package io.highwater.jobs.cdc.model;

import io.highwater.jobs.cdc.model.Scd2Model.Period;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a merge must produce, said once more by window functions of DuckDB, over a file of {@link JsonLines}: for large
 * feeds of the columns of {@link Feeds}, without truncates and unavailable columns.
 */
public final class PlainSql {
    private static final long MICROS = 1_000_000;

    /** A JSON reader would make doubles of the decimals, so they are cut from the text. */
    private static final String EVENTS = """
            CREATE TABLE events AS SELECT DISTINCT
                json->>'op' AS op, CAST(json->>'seq' AS BIGINT) AS seq, json->>'id' AS id,
                json->>'name' AS name,
                CAST(nullif(regexp_extract(json, '"amount":(-?[0-9.]+)', 1), '') AS DECIMAL(38,10)) AS amount,
                CAST(json->>'happened' AS TIMESTAMP) AS happened,
                CAST(json->>'count' AS BIGINT) AS count,
                json->>'note' AS note
            FROM read_ndjson_objects('%s')
            """;

    /** At one sequence the upsert counts: U is greater than D. */
    private static final String HARD = """
            SELECT id, name, amount, epoch_us(happened), count, note FROM events
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY seq DESC, op DESC) = 1 AND op = 'U'
            """;

    private static final String PERIODS = """
            WITH decided AS (
                SELECT *, {'o': op, 'n': name, 'a': amount, 'h': happened, 'c': count, 't': note} AS state FROM events
                QUALIFY row_number() OVER (PARTITION BY id, seq ORDER BY op DESC) = 1
            ), changes AS (
                SELECT * FROM decided
                QUALIFY state IS DISTINCT FROM lag(state) OVER (PARTITION BY id ORDER BY seq)
            ), periods AS (
                SELECT *, lead(seq) OVER (PARTITION BY id ORDER BY seq) AS until FROM changes
            )
            SELECT id, name, amount, epoch_us(happened), count, note, seq, until FROM periods
            WHERE op = 'U' ORDER BY id, seq
            """;

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private PlainSql() {}

    /** As {@link Scd1Model#hard(java.util.Collection)}. */
    public static Map<String, Map<String, Object>> hard(Path jsonLines) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        query(jsonLines, HARD, row -> rows.put(row.getString(1), columns(row)));
        return rows;
    }

    /** As {@link Scd2Model#periods(java.util.Collection)}: all columns tracked; keys in the order of their bytes. */
    public static List<Period> periods(Path jsonLines) {
        List<Period> periods = new ArrayList<>();
        query(jsonLines, PERIODS, row -> {
            Long until = row.getObject(8) == null ? null : (Long) row.getLong(8);
            periods.add(new Period(row.getString(1), row.getLong(7), until, columns(row)));
        });
        return periods;
    }

    private static void query(Path jsonLines, String sql, Reader reader) {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET memory_limit = '1GB'");
            statement.execute(EVENTS.formatted(jsonLines.toString().replace("'", "''")));
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot merge " + jsonLines, e);
        }
    }

    private static Map<String, Object> columns(ResultSet row) throws SQLException {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("name", row.getString(2));
        columns.put("amount", row.getBigDecimal(3));
        columns.put("happened", row.getObject(4) == null ? null : moment(row.getLong(4)));
        columns.put("count", row.getObject(5) == null ? null : (Long) row.getLong(5));
        columns.put("note", row.getString(6));
        return columns;
    }

    private static Instant moment(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS))
                .plus(Math.floorMod(micros, MICROS), ChronoUnit.MICROS);
    }
}
