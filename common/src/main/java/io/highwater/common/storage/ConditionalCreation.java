package io.highwater.common.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The creation of one object that must not exist. The object bears a mark of the creation: where an answer is lost the request is
 * sent again, and finds the object that it made itself, which is no other writer's.
 */
record ConditionalCreation(Path path, String mark) {
    /** As Hadoop names the condition, from 3.4.2 on. */
    static final String CONDITION = "fs.option.create.conditional.overwrite";

    private static final String MARK = "highwater-writer";
    private static final int EXISTS = 412;
    private static final int OTHERS_ARE_WRITING = 409;

    static ConditionalCreation of(Path path) {
        return new ConditionalCreation(path, UUID.randomUUID().toString());
    }

    /** @throws FileAlreadyExistsException if another made it, or is about to */
    void write(FileSystem store, Iterator<String> lines) throws IOException {
        try {
            Lines.write(lines, open(store));
        } catch (IOException failure) {
            if (!isRefusal(failure)) {
                throw failure;
            }
            if (!isOurs(store)) {
                FileAlreadyExistsException taken = new FileAlreadyExistsException(path.toString());
                taken.initCause(failure);
                throw taken;
            }
        }
    }

    private FSDataOutputStream open(FileSystem store) throws IOException {
        FSDataOutputStreamBuilder<?, ?> file = store.createFile(path);
        file.overwrite(false).recursive();
        file.must(CONDITION, true);
        file.opt("fs.s3a.create.header." + MARK, mark);
        return file.build();
    }

    private boolean isOurs(FileSystem store) throws IOException {
        try {
            byte[] found = store.getXAttrs(path).get("header." + MARK);
            return Arrays.equals(found, mark.getBytes(StandardCharsets.UTF_8));
        } catch (FileNotFoundException notYet) {
            return false;
        }
    }

    private static boolean isRefusal(IOException failure) {
        return failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || ExceptionUtils.getThrowableList(failure).stream()
                        .filter(AwsServiceException.class::isInstance)
                        .map(AwsServiceException.class::cast)
                        .anyMatch(answer -> answer.statusCode() == EXISTS || answer.statusCode() == OTHERS_ARE_WRITING);
    }
}
