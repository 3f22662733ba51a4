package io.highwater.jobs.demo;

import java.util.Locale;

/** The tables that are loaded, with what is asked of both sides to see whether they hold the same. */
enum ShopTable {
    CUSTOMERS("customer_id", "SUM(LENGTH(email))", "newsletter", "with newsletter"),
    ORDERS("order_id", "SUM(total)", "status = 'shipped'", "shipped"),
    ORDER_LINES("order_id, line_no", "SUM(quantity * unit_price)", "unit_price = 89.00", "at 89.00");

    private final String key;
    private final String sum;
    private final String condition;
    private final String met;

    ShopTable(String key, String sum, String condition, String met) {
        this.key = key;
        this.sum = sum;
        this.condition = condition;
        this.met = met;
    }

    /** What the table is called in the database and in the lake, and its job. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key columns, as SQL lists them. */
    String key() {
        return key;
    }

    /** What is summed. */
    String sum() {
        return sum;
    }

    /** What the rows are that are counted besides all of them. */
    String met() {
        return met;
    }

    /** One row: how many rows there are, their sum, and how many meet a condition. H2 and Spark understand it alike. */
    String figuresOf(String relation) {
        return "SELECT COUNT(*), " + sum + ", COUNT(CASE WHEN " + condition + " THEN 1 END) FROM " + relation;
    }
}
