package io.highwater.common.source.jdbc;

import io.highwater.common.source.KeyBuckets;
import io.highwater.common.source.KeyBuckets.Content;
import io.highwater.common.source.Keys;
import io.highwater.common.source.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of a relation. Whatever is asked is asked in one statement, so that a row which an update moves meanwhile is seen
 * once and not never.
 *
 * @param connection where digests are asked for
 * @param key the key's columns
 * @param digest how the database digests them; empty where its text of them may be another than Spark's
 */
record JdbcKeys(
        JdbcSession session,
        Connection connection,
        Inspection relation,
        List<SourceColumn> key,
        Optional<DigestSql> digest)
        implements Keys {
    static JdbcKeys of(JdbcSession session, Connection connection, Inspection relation, List<String> names) {
        List<SourceColumn> key = names.stream()
                .map(name -> Columns.named(name, relation.columns())
                        .orElseThrow(() -> Columns.unknown(
                                "compare by key column " + name,
                                session.settings().relation(),
                                relation.columns())))
                .toList();
        boolean asMapped = key.stream()
                .noneMatch(column ->
                        session.settings().columns().keySet().stream().anyMatch(column.name()::equalsIgnoreCase));
        return new JdbcKeys(
                session, connection, relation, key, asMapped ? session.dialect().digest(key) : Optional.empty());
    }

    @Override
    public Optional<KeyBuckets> digests() {
        return digest.map(this::asked);
    }

    @Override
    public Reading open() {
        return reading(present());
    }

    @Override
    public Reading open(Set<String> buckets) {
        DigestSql sql = digest.orElseThrow(() -> new IllegalStateException(
                "There are no digests of " + session.settings().describe()));
        return reading(buckets.size() == KeyBuckets.COUNT ? present() : present() + " AND " + sql.inside(buckets));
    }

    private Reading reading(String condition) {
        String from = "(SELECT * FROM " + relation.from() + " WHERE " + condition + ") hw_keys";
        return session.connected(other -> new JdbcPlanner(session, other).reading(from, condition, readings()));
    }

    private List<ColumnReading> readings() {
        return key.stream()
                .map(column -> relation.readings().stream()
                        .filter(reading -> reading.name().equals(column.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private String present() {
        return key.stream()
                .map(column -> session.dialect().quote(column.name()) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private KeyBuckets asked(DigestSql sql) {
        String digests = "SELECT " + sql.bucket() + " AS hw_bucket, " + sql.number() + " AS hw_number FROM "
                + relation.from() + " WHERE " + present();
        String summed =
                "SELECT hw_bucket, COUNT(*), SUM(hw_number) FROM (" + digests + ") hw_digests GROUP BY hw_bucket";
        Map<String, Content> contents = new HashMap<>();
        try {
            Sql.rows(
                    connection,
                    summed,
                    row -> contents.put(
                            row.getString(1),
                            new Content(row.getLong(2), row.getBigDecimal(3).toBigInteger())));
        } catch (SQLException failure) {
            throw session.failures().whilePlanning(failure, connection);
        }
        return new KeyBuckets(contents);
    }
}
