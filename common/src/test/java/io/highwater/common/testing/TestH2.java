package io.highwater.common.testing;

/** A database in memory that lives as long as the JVM; every test class names one of its own. */
public record TestH2(String name) implements TestDatabase {
    @Override
    public String url() {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "sesame";
    }
}
