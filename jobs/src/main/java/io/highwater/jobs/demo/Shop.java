package io.highwater.jobs.demo;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A made-up shop's order system in an H2 database. The same size and time make the same shop. */
final class Shop implements AutoCloseable {
    private static final int SEED = 42;

    private final Connection connection;
    private final ShopSize size;
    private final Instant now;

    private Shop(Connection connection, ShopSize size, Instant now) {
        this.connection = connection;
        this.size = size;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The JDBC URL of a database in a file. */
    static String url(String file) {
        return "jdbc:h2:file:" + file + ";DATABASE_TO_LOWER=TRUE";
    }

    /** Opens the shop a day before {@code now}, with orders of half a year. */
    static Shop open(String url, ShopSize size, Instant now) {
        try {
            Shop shop = new Shop(DriverManager.getConnection(url, "shop", ""), size, now);
            shop.run("shop.sql", shop.now.minus(Duration.ofDays(1)));
            return shop;
        } catch (SQLException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot make the demo's database " + url + ": " + failure.getMessage()
                            + ". The demo needs com.h2database:h2 on the class path and a disk to write to.",
                    failure);
        }
    }

    /** A day passes: orders come in, parcels leave, a price is put right, customers are forgotten. */
    void passDay() {
        run("day.sql", now);
    }

    /** A marketplace sends its orders, some of them nonsense. */
    void importOrders() {
        run("import.sql", now);
    }

    /**
     * Runs a statement.
     *
     * @return how many rows it changed
     */
    int execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException failure) {
            throw defect(sql, failure);
        }
    }

    /** What a table holds. */
    Figures figures(ShopTable table) {
        return figures(table, table.title());
    }

    /** What a table or a part of it holds. */
    Figures figures(ShopTable table, String relation) {
        return row(table.figuresOf(relation), row -> Figures.of(row.getObject(1), row.getObject(2), row.getObject(3)));
    }

    /** What the day changed in a table that held so many rows before. */
    Changes changesOfDay(ShopTable table, long rowsBefore) {
        String sql = "SELECT COUNT(*), COUNT(CASE WHEN created_at = @now THEN 1 END),"
                + " COUNT(CASE WHEN updated_at = @now AND created_at < @now THEN 1 END) FROM " + table.title();
        return row(
                sql, row -> new Changes(row.getLong(2), row.getLong(3), rowsBefore + row.getLong(2) - row.getLong(1)));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw defect("closing", failure);
        }
    }

    /** Reads one row of a result. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T row(String sql, RowReader<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return reader.read(result);
        } catch (SQLException failure) {
            throw defect(sql, failure);
        }
    }

    private void run(String script, Instant time) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET @now = TIMESTAMP WITH TIME ZONE '" + time + "'; SET @seed = " + SEED
                    + "; SET @orders = " + size.orders() + "; SET @customers = " + size.customers());
            statement.execute(Script.text(script));
        } catch (SQLException failure) {
            throw defect(script, failure);
        }
    }

    private static IllegalStateException defect(String what, SQLException failure) {
        return new IllegalStateException("The demo's database does not do what it should: " + what, failure);
    }
}
