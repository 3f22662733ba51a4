package io.highwater.common.source.jdbc;

import io.highwater.common.source.Changes;
import io.highwater.common.source.Cursor;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.Reading;
import io.highwater.common.source.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * A relational database, read through Spark's JDBC data source.
 *
 * <p>Rows keep the relation's column names and order; types are mapped without loss or the read is refused. PostgreSQL
 * is read from one snapshot that lasts until the reading is closed; other databases are as consistent as
 * {@link io.highwater.common.source.ReadPlan#consistency()} says. Reading changes nothing at the source.
 *
 * <p>Changes know the open transactions of PostgreSQL, MySQL and MariaDB. Connections to PostgreSQL are called
 * {@code highwater} unless the settings say otherwise; sessions of the same user under the same name that have written
 * nothing are taken for readings of ours, which nobody has to wait for.
 */
public final class JdbcSource implements Source {
    private final JdbcSettings settings;

    public JdbcSource(JdbcSettings settings) {
        this.settings = settings;
    }

    @Override
    public Reading open(SparkSession spark) {
        return JdbcSession.of(spark, settings).reading();
    }

    @Override
    public Instant now(SparkSession spark, Clock standIn) {
        return JdbcSession.of(spark, settings).now(standIn);
    }

    /** A query may read anything. */
    @Override
    public List<DataPlace> places(SparkSession spark) {
        if (!(settings.relation() instanceof Relation.Table table)) {
            return List.of();
        }
        List<String> parts = TableName.parse(table.name()).parts().stream()
                .map(part -> part.letters() == TableName.Part.Case.FOLDED && isPostgres()
                        ? part.text().toLowerCase(Locale.ROOT)
                        : part.text())
                .toList();
        return List.of(new DataPlace.Table(settings.url(), parts));
    }

    private boolean isPostgres() {
        return new JdbcUrl(settings.url()).isFor("postgresql");
    }

    @Override
    public Changes changes(SparkSession spark, Cursor cursor, Clock clock) {
        JdbcSession session = JdbcSession.of(spark, settings);
        return session.connected(connection -> new JdbcChanges(session, connection, cursor, clock));
    }
}
