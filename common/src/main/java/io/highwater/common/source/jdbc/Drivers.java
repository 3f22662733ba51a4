package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.lang.reflect.InvocationTargetException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds drivers where Spark puts added jars: on the thread's class loader, which {@code DriverManager} does not ask. */
final class Drivers {
    private Drivers() {}

    /** The named driver, or else the one on the class path that accepts the URL. */
    static Driver of(String url, Optional<String> className, Dialect dialect) throws SQLException {
        if (className.isPresent()) {
            return named(className.get(), dialect);
        }
        for (Driver driver : ServiceLoader.load(Driver.class, loader())) {
            if (driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw missing("no driver for " + dialect.product() + " is on the class path", dialect);
    }

    /** Whether a class is on the class path. */
    static boolean isPresent(String className) {
        try {
            Class.forName(className, false, loader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static Driver named(String className, Dialect dialect) {
        try {
            return loader().loadClass(className)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException failure) {
            throw missing("driver class " + className + " is not on the class path", dialect);
        } catch (ClassCastException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException failure) {
            throw missing("class " + className + " is not a usable JDBC driver (" + failure + ")", dialect);
        }
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Drivers.class.getClassLoader() : context;
    }

    private static UserException missing(String why, Dialect dialect) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot connect to " + dialect.product() + ": " + why + ". Add " + dialect.driverArtifact()
                        + " with spark-submit --packages, or its jar with --jars.");
    }
}
