package io.highwater.common.source.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/** A real database under a URL that nobody knows: H2 behind {@code jdbc:other:}. */
public final class OtherDriver implements Driver {
    private static final String PREFIX = "jdbc:other:";

    private final Driver h2 = new org.h2.Driver();

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        return acceptsURL(url) ? h2.connect("jdbc:h2:mem:" + url.substring(PREFIX.length()), properties) : null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return true;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
