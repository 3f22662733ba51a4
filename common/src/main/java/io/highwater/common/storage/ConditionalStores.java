package io.highwater.common.storage;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/**
 * Whether a store refuses to create what exists. Stores that do not know the condition ignore it, and would answer that two
 * writers made the same commit. So each process asks each bucket once, before its first commit there: a small object beside the
 * commit, always of the same name, is created twice. That the first one is refused is proof enough, so that it is one request
 * wherever the object is there already.
 */
final class ConditionalStores {
    /** Readers of a Delta log pass over it. */
    static final String PROBE = ".created-once";

    // Log stores are made anew for each commit. Hadoop keeps a file system for each bucket, and this is as old as it.
    private static final Set<FileSystem> PROVEN =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private ConditionalStores() {}

    /** @throws UserException if the file system cannot ask for the condition, or the store does not keep to it */
    static void requireConditions(FileSystem store, Path commit) throws IOException {
        if (PROVEN.contains(store)) {
            return;
        }
        if (!ConditionalCreation.isPossible(store, commit)) {
            throw refusal(
                    commit,
                    "Hadoop's file system " + store.getClass().getName() + " of version " + VersionInfo.getVersion()
                            + " cannot ask the store to create only what does not exist",
                    "Give paths as s3a://, which is Hadoop's own, and leave fs.s3a.create.conditional.enabled on");
        }
        Path probe = new Path(commit.getParent(), PROBE);
        boolean once = isCreated(store, probe);
        boolean twice = once && isCreated(store, probe);
        if (twice) {
            throw refusal(
                    commit,
                    "the store was asked to create " + probe
                            + " twice, only if it did not exist, and did so twice: it ignores" + " If-None-Match",
                    "Use a store with conditional writes, such as Amazon S3 or a newer version of this one");
        }
        PROVEN.add(store);
    }

    /** It does not matter who is refused because of whom, so that nobody looks. */
    private static boolean isCreated(FileSystem store, Path probe) throws IOException {
        try {
            Lines.write(
                    List.of("Whether this store creates an object once only.").iterator(),
                    ConditionalCreation.of(probe).open(store));
            return true;
        } catch (IOException failure) {
            if (ConditionalCreation.refusal(failure).isEmpty()) {
                throw failure;
            }
            return false;
        }
    }

    private static UserException refusal(Path commit, String why, String remedy) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot commit " + commit + ": " + why
                        + ". Two writers of one table would replace each other's commits, so nothing was committed. "
                        + remedy
                        + "; or, if no two processes ever write to one table, those of the state that all jobs with one"
                        + " state.path share among them, set spark.delta.logStore."
                        + commit.toUri().getScheme() + ".impl = io.delta.storage.S3SingleDriverLogStore.");
    }
}
