package io.highwater.jobs.soak;

import io.highwater.common.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Transactions that overlap: they insert, update and tie stamps, read before they write, stay open, roll back and commit
 * late. The stamp is the transaction's begin, as applications have it.
 */
final class Writers implements AutoCloseable {
    private static final int LONGEST_HOLD = 2000;

    private final TestDatabase database;
    private final String table;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong keys = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();

    Writers(TestDatabase database, String table) {
        this.database = database;
        this.table = table;
    }

    static void createTable(TestDatabase database, String table) {
        database.execute(
                "DROP TABLE IF EXISTS " + table,
                "CREATE TABLE " + table + " (id bigint PRIMARY KEY, writer int, version int, note text,"
                        + " updated_at timestamptz(3) NOT NULL)",
                "CREATE INDEX ON " + table + " (updated_at)");
    }

    void start(int number, long seed) {
        for (int i = 0; i < number; i++) {
            int writer = i;
            running.add(threads.submit(() -> {
                write(writer, new Random(seed + writer));
                return null;
            }));
        }
    }

    long transactions() {
        return transactions.get();
    }

    /** Ends all writers after their present transactions; what one of them failed with is thrown. */
    void end() throws Exception {
        ended.set(true);
        for (Future<?> writer : running) {
            writer.get(1, TimeUnit.MINUTES);
        }
    }

    @Override
    public void close() {
        ended.set(true);
        threads.shutdownNow();
    }

    private void write(int writer, Random random) throws SQLException, InterruptedException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!ended.get()) {
                transaction(writer, random, connection, statement);
                transactions.incrementAndGet();
            }
        }
    }

    private void transaction(int writer, Random random, Connection connection, Statement statement)
            throws SQLException, InterruptedException {
        statement.execute("SELECT 1");
        hold(random);
        int rows = 1 + random.nextInt(20);
        long first = keys.getAndAdd(rows);
        statement.execute("INSERT INTO " + table + " SELECT n, " + writer + ", 0, 'née ' || n, now()"
                + " FROM generate_series(" + first + ", " + (first + rows - 1) + ") n");
        hold(random);
        // Every writer changes its own rows, so that no two of them wait for each other.
        statement.execute("UPDATE " + table + " SET version = version + 1, updated_at = now() WHERE writer = " + writer
                + " AND id % 7 = " + random.nextInt(7) + " AND id > " + (first - 500));
        hold(random);
        if (random.nextInt(5) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    private static void hold(Random random) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            // The point is a transaction that stays open for a while, not to wait for something.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_HOLD));
        } else {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
        }
    }
}
