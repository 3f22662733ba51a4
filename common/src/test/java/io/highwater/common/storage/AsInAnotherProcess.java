package io.highwater.common.storage;

import io.delta.storage.LogStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A log store that shares no static state with the others of this process, as if it were in a process of its own. */
final class AsInAnotherProcess {
    private final Object store;

    AsInAnotherProcess(Class<? extends LogStore> kind, Configuration hadoop) throws ReflectiveOperationException {
        this.store = new OwnClasses()
                .loadClass(kind.getName())
                .getConstructor(Configuration.class)
                .newInstance(hadoop);
    }

    void write(Path path, Iterator<String> actions, Configuration hadoop) throws Throwable {
        try {
            store.getClass()
                    .getMethod("write", Path.class, Iterator.class, Boolean.class, Configuration.class)
                    .invoke(store, path, actions, false, hadoop);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static final class OwnClasses extends ClassLoader {
        OwnClasses() {
            super(AsInAnotherProcess.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = name.startsWith("io.delta.storage.") || name.startsWith("io.highwater.common.storage.");
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : own ? defined(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
