package io.highwater.common.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The client of S3 in Hadoop's file system. Before Hadoop 3.4.2 the file system itself cannot be asked to create only what does not
 * exist, its client can. It is Hadoop that makes the request, with all that is set for the bucket, such as encryption.
 *
 * <p>Everything is found by its name: Hadoop 3.3 has the first of Amazon's kits in it, 3.4 the second, and a cluster has only one of
 * them. Where neither is in the shape that is known here the file system is a later one, which has the condition itself, or no
 * file system of Hadoop's for S3.
 */
abstract class HadoopsClient {
    static final String CONDITION = "If-None-Match";
    static final String ANY = "*";

    private final FileSystem store;

    HadoopsClient(FileSystem store) {
        this.store = store;
    }

    /** The one in a file system, if it is of a kind that is known. */
    static Optional<HadoopsClient> in(FileSystem store) {
        return Stream.of(new SecondKitClient(store), new FirstKitClient(store))
                .filter(HadoopsClient::isThere)
                .findFirst();
    }

    /** Whether the file system has what is called here. */
    abstract boolean isThere();

    /** Has S3 create an object, on that condition. */
    abstract void put(String key, byte[] content, Map<String, String> metadata) throws ReflectiveOperationException;

    /**
     * A file that is created when it is closed, and refused then if it exists.
     *
     * @param metadata what is kept with the object
     */
    final FSDataOutputStream open(Path path, Map<String, String> metadata) throws IOException {
        return new FSDataOutputStream(new Content(path, metadata), null);
    }

    final Object ofStore(String method, Object... arguments) throws ReflectiveOperationException {
        return of(store, method, arguments);
    }

    /** Not all of these methods are public, nor are the classes of those that are. */
    static Object of(Object whose, String method, Object... arguments) throws ReflectiveOperationException {
        return MethodUtils.invokeMethod(whose, true, method, arguments);
    }

    final boolean storeHas(String method) {
        return MethodUtils.getMatchingMethod(store.getClass(), method) != null;
    }

    /** A class of Hadoop's, beside that of the file system. */
    final Class<?> hadoops(String name) throws ClassNotFoundException {
        return Class.forName(
                "org.apache.hadoop.fs.s3a." + name, true, store.getClass().getClassLoader());
    }

    private void create(Path path, byte[] content, Map<String, String> metadata) throws IOException {
        try {
            put((String) ofStore("pathToKey", path), content, metadata);
        } catch (InvocationTargetException refused) {
            throw asHadoopSays(path, refused.getCause());
        } catch (ReflectiveOperationException otherHadoop) {
            throw new IOException("Cannot create " + path + " by Hadoop's client of S3", otherHadoop);
        }
    }

    private IOException asHadoopSays(Path path, Throwable refusal) {
        try {
            return (IOException)
                    MethodUtils.invokeStaticMethod(hadoops("S3AUtils"), "translateException", "create", path, refusal);
        } catch (ReflectiveOperationException otherHadoop) {
            IOException failure = new IOException("Cannot create " + path + ": " + refusal, refusal);
            failure.addSuppressed(otherHadoop);
            return failure;
        }
    }

    private final class Content extends ByteArrayOutputStream implements Abortable {
        private final Path path;
        private final Map<String, String> metadata;
        private boolean ended;

        Content(Path path, Map<String, String> metadata) {
            this.path = path;
            this.metadata = metadata;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                ended = true;
                create(path, toByteArray(), metadata);
            }
        }

        @Override
        public AbortableResult abort() {
            boolean before = ended;
            ended = true;
            return new AbortableResult() {
                @Override
                public boolean alreadyClosed() {
                    return before;
                }

                @Override
                public IOException anyCleanupException() {
                    return null;
                }
            };
        }
    }
}
