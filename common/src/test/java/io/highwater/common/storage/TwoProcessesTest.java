package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import io.delta.storage.S3SingleDriverLogStore;
import io.highwater.common.testing.TestS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two real processes make the same commit. The server holds the first one's request until the second one's is there: both have
 * looked, and neither has written.
 */
class TwoProcessesTest {
    private static final String COMMIT = "00000000000000000001.json";
    private static final List<Class<? extends LogStore>> KINDS =
            List.of(ConditionalLogStore.class, S3SingleDriverLogStore.class);

    private static TestS3 s3;
    private static String bucket;
    private static List<String> said;

    @BeforeAll
    static void bothCommit() throws Exception {
        s3 = TestS3.lettingTwoWritersMeetAtEach(COMMIT);
        bucket = s3.bucket();
        List<Process> processes = List.of(process("the one"), process("the other"));
        said = new ArrayList<>();
        for (Process process : processes) {
            said.addAll(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            process.waitFor();
        }
    }

    @Test
    void ofTwoProcessesThatBothSawNoCommitOneIsRefused() throws IOException {
        String name = ConditionalLogStore.class.getName();

        assertThat(said).containsOnlyOnce(name + " " + OneCommit.COMMITTED, name + " " + OneCommit.REFUSED);
        assertThat(lines(ConditionalLogStore.class)).hasSize(1);
    }

    /** Why there is a log store of our own: if this fails, Delta's has become safe. */
    @Test
    void deltasOwnLogStoreTellsBothThatTheyCommittedAndLosesOne() throws IOException {
        String committed = S3SingleDriverLogStore.class.getName() + " " + OneCommit.COMMITTED;

        assertThat(said.stream().filter(committed::equals)).as("%s", said).hasSize(2);
        assertThat(lines(S3SingleDriverLogStore.class)).hasSize(1);
    }

    private static Process process(String name) throws IOException {
        List<String> call = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1"));
        call.addAll(List.of("-cp", System.getProperty("java.class.path"), OneCommit.class.getName(), name));
        for (Map.Entry<String, String> setting : s3.settings().entrySet()) {
            call.add(setting.getKey() + "=" + setting.getValue());
        }
        KINDS.forEach(kind -> call.add(kind.getName() + "@" + commit(kind)));
        return new ProcessBuilder(call)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path commit(Class<? extends LogStore> kind) {
        return new Path("s3a://" + bucket + "/" + kind.getSimpleName() + "/_delta_log/" + COMMIT);
    }

    private static List<String> lines(Class<? extends LogStore> kind) throws IOException {
        Configuration hadoop = s3.hadoop();
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> all = new ConditionalLogStore(hadoop).read(commit(kind), hadoop)) {
            all.forEachRemaining(lines::add);
        }
        return lines;
    }
}
