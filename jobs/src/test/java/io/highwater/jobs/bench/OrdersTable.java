package io.highwater.jobs.bench;

import io.highwater.common.config.Secret;
import io.highwater.common.source.ReadPlan.Split;
import io.highwater.common.source.Reading;
import io.highwater.common.source.jdbc.JdbcSettings;
import io.highwater.common.source.jdbc.JdbcSource;
import io.highwater.common.source.jdbc.Login;
import io.highwater.common.source.jdbc.Relation;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestPostgres;
import java.util.Properties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table of orders in PostgreSQL: ten columns of the usual types, filled by the server itself. */
final class OrdersTable {
    static final String NAME = "public.orders";
    static final String KEY = "order_id";

    private static final String FILLED = """
            CREATE TABLE orders AS SELECT
              n::bigint AS order_id, (n %% 90000)::int AS customer_id, (n %% 7)::int AS status,
              (n %% 40)::int AS quantity, (n %% 100000 * 1.37)::numeric(12,2) AS total,
              'Order ' || md5(n::text) AS note, (ARRAY['card','invoice','cash','voucher'])[n %% 4 + 1] AS payment,
              timestamptz '2024-01-01 00:00:00+00' + n * interval '7 seconds' AS placed_at,
              date '2024-01-01' + (n / 12000)::int AS due_on, n %% 3 = 0 AS paid
            FROM generate_series(1, %d) n""";

    private final TestDatabase database = TestPostgres.server();
    private final SparkSession spark;
    private final String[] predicates;

    /** Makes the table anew with so many rows. */
    OrdersTable(SparkSession spark, long rows) {
        this.spark = spark;
        database.execute(
                "DROP TABLE IF EXISTS orders",
                String.format(FILLED, rows),
                "ALTER TABLE orders ADD PRIMARY KEY (order_id)",
                "VACUUM ANALYZE orders");
        this.predicates = predicates();
    }

    TestDatabase database() {
        return database;
    }

    /** As Spark reads it by itself, cut by the same conditions as a full refresh cuts it. */
    Dataset<Row> bare() {
        Properties properties = new Properties();
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("driver", "org.postgresql.Driver");
        properties.put("fetchsize", Integer.toString(JdbcSettings.DEFAULT_FETCH_SIZE));
        return spark.read().jdbc(database.url(), NAME, predicates, properties);
    }

    private String[] predicates() {
        JdbcSettings settings = JdbcSettings.reading(database.url(), new Relation.Table(NAME))
                .withLogin(Login.of(database.user(), new Secret("bench", database.password())));
        try (Reading reading = new JdbcSource(settings).open(spark)) {
            return reading.plan().splits().stream().map(Split::predicate).toArray(String[]::new);
        }
    }
}
