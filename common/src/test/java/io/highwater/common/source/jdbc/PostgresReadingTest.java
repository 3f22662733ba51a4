package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Secret;
import io.highwater.common.source.Reading;
import io.highwater.common.testing.TestPostgres;
import io.highwater.common.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PostgresReadingTest {
    private final TestPostgres postgres = TestPostgres.server();

    @Test
    void plainTableIsReadAsItStands() {
        postgres.execute(
                "CREATE SCHEMA plain",
                "CREATE TABLE plain.orders (id int, item varchar(20))",
                "INSERT INTO plain.orders VALUES (1, 'nut'), (2, NULL)");

        try (Reading reading = reading("plain.orders")) {
            List<Row> rows = reading.rows().orderBy("id").collectAsList();

            assertThat(reading.rows().schema().toDDL()).isEqualTo("id INT,item STRING");
            assertThat(rows).extracting(Row::mkString).containsExactly("1nut", "2null");
            assertThat(reading.plan().splits()).hasSize(1);
            assertThat(reading.plan().consistency().oneSnapshot()).isTrue();
        }
    }

    private Reading reading(String table) {
        JdbcSettings settings = JdbcSettings.reading(postgres.url(), new Relation.Table(table))
                .withLogin(Login.of(postgres.user(), new Secret("env:PG", postgres.password())));
        return new JdbcSource(settings).open(TestSpark.session());
    }
}
