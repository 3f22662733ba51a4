package io.highwater.common.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.testing.TestDatabase;
import io.highwater.common.testing.TestH2;
import io.highwater.common.testing.TestMariaDb;
import io.highwater.common.testing.TestPostgres;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
    private static final String[] NAMES = {
        "plain", "Mixed Case", "with space", "select", "a.b", "qu\"ote", "back`tick", "it's", "größe", "c1", "hw_key"
    };

    static Stream<Arguments> databases() {
        return Stream.of(
                Arguments.of(TestPostgres.server(), '"'),
                Arguments.of(TestMariaDb.server(), '`'),
                Arguments.of(new TestH2("names"), '"'));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void columnsKeepWhateverNameTheyHave(TestDatabase database, char quote) {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < NAMES.length; i++) {
            columns.append(i == 0 ? "" : ", ")
                    .append(Quoting.doubled(NAMES[i], quote))
                    .append(" int");
            values.append(i == 0 ? "" : ", ").append(i);
        }
        String table = Quoting.doubled("Odd \"one\".`two`", quote);
        database.execute(
                "CREATE TABLE " + table + " (" + columns + ")", "INSERT INTO " + table + " VALUES (" + values + ")");

        JdbcSettings settings =
                Readings.table(database, table).withSplitting(Splitting.into(2).by("qu\"ote"));

        try (var reading = Readings.open(settings)) {
            assertThat(reading.rows().columns()).containsExactly(NAMES);
            assertThat(reading.rows().first().mkString(",")).isEqualTo("0,1,2,3,4,5,6,7,8,9,10");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void reservedWordNeedsNoQuotesAsATableName(TestDatabase database, char quote) {
        boolean upper = database instanceof TestH2;
        database.execute("CREATE TABLE " + Quoting.doubled(upper ? "ORDER" : "order", quote) + " (id int)");

        try (var reading = Readings.open(Readings.table(database, "order"))) {
            assertThat(reading.rows().columns()).containsExactly(upper ? "ID" : "id");
        }
    }

    @Test
    void namesThatSparkCannotTellApartAreRefused() {
        JdbcSettings settings = Readings.query(TestPostgres.server(), "SELECT 1 AS id, 2 AS other, 3 AS \"ID\"");

        assertThatThrownBy(() -> Readings.open(settings))
                .hasMessage("Cannot read the query: column names repeat, which Spark, to which letter case is nothing,"
                        + " cannot tell apart: id, ID. Read a query that gives each column a name of its own.")
                .extracting("exitCode")
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void textThatIsNoTableNameIsRefused() {
        assertThatThrownBy(() -> TableName.parse("orders; DROP TABLE orders"))
                .hasMessageStartingWith("Cannot read table orders; DROP TABLE orders: this is not a table name.");
        assertThatThrownBy(() -> TableName.parse("a..b")).hasMessageContaining("this is not a table name");
        assertThatThrownBy(() -> TableName.parse("\"open")).hasMessageContaining("this is not a table name");
    }

    @Test
    void partsInQuotesAreExact() {
        assertThat(TableName.parse("sales.\"Odd \"\"Name\"\".x\".`b``c`").parts())
                .extracting(part -> part.text() + " " + part.letters())
                .containsExactly("sales FOLDED", "Odd \"Name\".x EXACT", "b`c EXACT");
    }
}
