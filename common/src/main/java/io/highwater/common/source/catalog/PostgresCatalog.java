package io.highwater.common.source.catalog;

import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** PostgreSQL's own statistics. Partitions count for their table. */
final class PostgresCatalog implements Catalog {
    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname,
              (WITH RECURSIVE parts AS (SELECT c.oid AS part UNION ALL
                 SELECT i.inhrelid FROM pg_inherits i JOIN parts p ON i.inhparent = p.part)
               SELECT CASE WHEN bool_and(s.reltuples >= 0) THEN sum(s.reltuples)::bigint END FROM parts p
                 JOIN pg_class s ON s.oid = p.part WHERE s.relkind = 'r') AS rows,
              (WITH RECURSIVE parts AS (SELECT c.oid AS part UNION ALL
                 SELECT i.inhrelid FROM pg_inherits i JOIN parts p ON i.inhparent = p.part)
               SELECT sum(pg_relation_size(p.part))::bigint FROM parts p) AS bytes,
              (WITH RECURSIVE parts AS (SELECT c.oid AS part UNION ALL
                 SELECT i.inhrelid FROM pg_inherits i JOIN parts p ON i.inhparent = p.part)
               SELECT array[sum(t.n_tup_ins), sum(t.n_tup_upd), sum(t.n_tup_del)]::bigint[] FROM parts p
                 JOIN pg_stat_all_tables t ON t.relid = p.part) AS writes,
              (SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index x,
                 unnest(x.indkey) WITH ORDINALITY k(number, place)
                 JOIN pg_attribute a ON a.attnum = k.number
                 WHERE x.indrelid = c.oid AND x.indisprimary AND a.attrelid = c.oid) AS key
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT')
              AND CASE WHEN ?::text[] = '{}' THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                ELSE n.nspname = ANY (?::text[]) END
            ORDER BY n.nspname, c.relname""";
    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, NULL) AS type, a.attnotnull,
              s.null_frac::float8 AS null_frac, s.correlation::float8 AS correlation,
              EXISTS (SELECT FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
                WHERE x.indrelid = a.attrelid AND x.indkey[0] = a.attnum AND m.amname = 'btree' AND x.indisvalid
                  AND x.indpred IS NULL) AS indexed
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
              AND s.inherited = (c.relkind = 'p')
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ANY (?::oid[]) ORDER BY a.attrelid, a.attnum""";
    private static final String UNREADABLE = """
            SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT has_table_privilege(c.oid, 'SELECT')
              AND CASE WHEN ?::text[] = '{}' THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                ELSE n.nspname = ANY (?::text[]) END
            ORDER BY 1""";

    /** Views that may be kept from users, what stands for them then, and what is not told without them. */
    private enum View {
        COUNTS(
                "pg_stat_all_tables",
                "(SELECT NULL::oid AS relid, 0 AS n_tup_ins, 0 AS n_tup_upd, 0 AS n_tup_del)",
                "how many rows were updated and deleted"),
        STATISTICS(
                "pg_stats",
                "(SELECT NULL::name AS schemaname, NULL::name AS tablename, NULL::name AS attname, false AS inherited,"
                        + " NULL::real AS null_frac, NULL::real AS correlation)",
                "how many values are NULL, and how far rows lie in the order of a column");

        private final String view;
        private final String nothing;
        private final String told;

        View(String view, String nothing, String told) {
            this.view = view;
            this.nothing = nothing;
            this.told = told;
        }

        String absentFrom(String query) {
            return query.replace("JOIN " + view + " ", "JOIN " + nothing + " ");
        }

        String gap() {
            return told + ": the user may not read " + view + "; GRANT SELECT ON " + view + " lets it";
        }
    }

    private final Database database;

    PostgresCatalog(Database database) {
        this.database = database;
    }

    private record Found(long id, TableFacts facts) {}

    @Override
    public DatabaseFacts facts(List<String> schemas) {
        String wanted = array(schemas);
        List<View> absent =
                Arrays.stream(View.values()).filter(view -> !mayRead(view)).toList();
        List<Found> found = database.rows(without(absent, TABLES), PostgresCatalog::table, wanted, wanted);
        Map<Long, List<ColumnFacts>> columns = new HashMap<>();
        String ids = array(found.stream().map(each -> Long.toString(each.id())).toList());
        database.rows(
                without(absent, COLUMNS),
                row -> columns.computeIfAbsent(row.getLong(1), unseen -> new ArrayList<>())
                        .add(column(row)),
                ids);
        List<TableFacts> tables = found.stream()
                .map(each -> counted(each.facts(), columns.getOrDefault(each.id(), List.of())))
                .toList();
        List<String> gaps = new ArrayList<>(absent.stream().map(View::gap).toList());
        List<String> unreadable = database.rows(UNREADABLE, row -> row.getString(1), wanted, wanted);
        if (!unreadable.isEmpty()) {
            gaps.add("left out, because the user may not read them: " + String.join(", ", unreadable)
                    + "; GRANT SELECT lets it");
        }
        return new DatabaseFacts(database.product(), database.place(), changeLog(), tables, gaps);
    }

    private boolean mayRead(View view) {
        return database.rows(
                        "SELECT has_table_privilege('pg_catalog." + view.view + "', 'SELECT')",
                        row -> row.getBoolean(1))
                .get(0);
    }

    private static String without(List<View> absent, String query) {
        String without = query;
        for (View view : absent) {
            without = view.absentFrom(without);
        }
        return without;
    }

    private Optional<String> changeLog() {
        return database.rows("SELECT current_setting('wal_level')", row -> row.getString(1)).stream()
                .filter("logical"::equals)
                .map(level -> "wal_level = " + level)
                .findFirst();
    }

    /** A table that was never analyzed is counted, as far as that is cheap. */
    private TableFacts counted(TableFacts facts, List<ColumnFacts> columns) {
        String from = database.quote(facts.schema().orElseThrow()) + "." + database.quote(facts.name());
        OptionalLong rows =
                facts.rows().isPresent() ? facts.rows() : Catalog.counted(database, from, "LIMIT " + MOST_COUNTED);
        return new TableFacts(facts.schema(), facts.name(), rows, facts.bytes(), facts.key(), columns, facts.writes());
    }

    private static Found table(ResultSet row) throws SQLException {
        Long rows = row.getObject("rows", Long.class);
        Long bytes = row.getObject("bytes", Long.class);
        return new Found(
                row.getLong(1),
                new TableFacts(
                        Optional.of(row.getString(2)),
                        row.getString(3),
                        rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
                        bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                        texts(row, "key"),
                        List.of(),
                        writes(row)));
    }

    private static Optional<TableFacts.Writes> writes(ResultSet row) throws SQLException {
        java.sql.Array array = row.getArray("writes");
        if (array == null) {
            return Optional.empty();
        }
        Long[] counts = (Long[]) array.getArray();
        return Arrays.stream(counts).anyMatch(count -> count == null)
                ? Optional.empty()
                : Optional.of(new TableFacts.Writes(counts[0], counts[1], counts[2]));
    }

    private static ColumnFacts column(ResultSet row) throws SQLException {
        Double nulls = row.getObject("null_frac", Double.class);
        Double order = row.getObject("correlation", Double.class);
        return new ColumnFacts(
                row.getString("attname"),
                kind(row.getString("type")),
                !row.getBoolean("attnotnull"),
                nulls == null ? OptionalDouble.empty() : OptionalDouble.of(nulls),
                row.getBoolean("indexed"),
                order == null ? OptionalDouble.empty() : OptionalDouble.of(order));
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "timestamp with time zone" -> Kind.INSTANT;
            case "timestamp without time zone" -> Kind.LOCAL;
            case "date" -> Kind.DATE;
            case "smallint", "integer", "bigint" -> Kind.INTEGER;
            default -> Kind.OTHER;
        };
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static String array(List<String> texts) {
        return texts.stream()
                .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }
}
