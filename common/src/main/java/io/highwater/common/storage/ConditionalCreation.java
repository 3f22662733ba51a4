package io.highwater.common.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The creation of one object that must not exist. The object bears a mark of the creation: where an answer is lost the request is
 * sent again, and finds the object that it made itself, which is no other writer's.
 */
record ConditionalCreation(Path path, String mark) {
    /** As Hadoop names the condition, from 3.4.2 on. */
    private static final String CONDITION = "fs.option.create.conditional.overwrite";

    private static final String MARK = "highwater-writer";
    private static final int EXISTS = 412;
    private static final int OTHERS_ARE_WRITING = 409;
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    static ConditionalCreation of(Path path) {
        return new ConditionalCreation(path, UUID.randomUUID().toString());
    }

    /** Whether a file system can ask its store to create what does not exist. What the store makes of it is another matter. */
    static boolean isPossible(FileSystem store, Path path) throws IOException {
        return store.hasPathCapability(path, CONDITION)
                || HadoopsClient.in(store).isPresent();
    }

    /** What an object is to have in it. */
    interface Content {
        /** Writes it to a file that appears when it is complete, and completes it. */
        void to(FSDataOutputStream file) throws IOException;
    }

    /** Whose object is there. */
    private enum Found {
        OURS,
        ANOTHERS,
        NOTHING
    }

    /**
     * Creates it. While other requests for the same object are under way, which may be this one's own whose answer was lost, S3
     * decides nothing and wants to be asked again.
     *
     * @param content is written once or several times
     * @throws FileAlreadyExistsException if another made it
     * @throws IOException if it cannot be told whether it was made
     */
    void write(FileSystem store, Content content) throws IOException {
        for (int attempt = 1; !isMade(store, content, attempt); attempt++) {
            LockSupport.parkNanos(FIRST_PAUSE.toNanos() << attempt - 1);
        }
    }

    private boolean isMade(FileSystem store, Content content, int attempt) throws IOException {
        try {
            content.to(open(store));
            return true;
        } catch (IOException failure) {
            return isMadeInSpiteOf(failure, store, attempt);
        }
    }

    private boolean isMadeInSpiteOf(IOException failure, FileSystem store, int attempt) throws IOException {
        OptionalInt refusal = refusal(failure);
        Found found = found(store, failure);
        if (found == Found.OURS) {
            return true;
        }
        if (refusal.isEmpty()) {
            throw failure;
        }
        boolean undecided = found == Found.NOTHING && refusal.getAsInt() == OTHERS_ARE_WRITING;
        if (undecided && attempt < ATTEMPTS) {
            return false;
        }
        throw undecided ? failure : taken(failure);
    }

    private FileAlreadyExistsException taken(IOException refusal) {
        FileAlreadyExistsException taken = new FileAlreadyExistsException(path.toString());
        taken.initCause(refusal);
        return taken;
    }

    /** A file that is refused when it is completed, if it exists. */
    FSDataOutputStream open(FileSystem store) throws IOException {
        return store.hasPathCapability(path, CONDITION)
                ? byHadoop(store)
                : HadoopsClient.in(store).orElseThrow().open(path, Map.of(MARK, mark));
    }

    private FSDataOutputStream byHadoop(FileSystem store) throws IOException {
        FSDataOutputStreamBuilder<?, ?> file = store.createFile(path);
        file.overwrite(false).recursive();
        file.must(CONDITION, true);
        file.opt("fs.s3a.create.header." + MARK, mark);
        return file.build();
    }

    private Found found(FileSystem store, IOException failure) throws IOException {
        try {
            byte[] found = store.getXAttrs(path).get("header." + MARK);
            return Arrays.equals(found, mark.getBytes(StandardCharsets.UTF_8)) ? Found.OURS : Found.ANOTHERS;
        } catch (FileNotFoundException none) {
            return Found.NOTHING;
        } catch (IOException unknown) {
            failure.addSuppressed(unknown);
            throw failure;
        }
    }

    /** What the store said, if it said that another is or was about the same object. */
    static OptionalInt refusal(IOException failure) {
        if (failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
            return OptionalInt.of(EXISTS);
        }
        return ExceptionUtils.getThrowableList(failure).stream()
                .flatMapToInt(ConditionalCreation::status)
                .filter(status -> status == EXISTS || status == OTHERS_ARE_WRITING)
                .findFirst();
    }

    /** By the names that Amazon's kits have for it: which one is here, if any, is Hadoop's affair. */
    private static IntStream status(Throwable answer) {
        return Stream.of("statusCode", "getStatusCode")
                .map(name -> MethodUtils.getAccessibleMethod(answer.getClass(), name))
                .filter(method -> method != null && method.getReturnType() == int.class)
                .mapToInt(method -> (Integer) invoked(method, answer));
    }

    private static Object invoked(Method getter, Object of) {
        try {
            return getter.invoke(of);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
