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
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two real processes commit to one table. Where they want the same version the server holds the request of the first until
 * that of the second is there: both have looked, and neither has written. Then they race.
 */
class TwoProcessesTest {
    static final List<Class<? extends LogStore>> KINDS =
            List.of(ConditionalLogStore.class, S3SingleDriverLogStore.class);

    private static final int RACED = 50;

    private static TestS3 s3;
    private static Configuration hadoop;
    private static String table;
    private static Map<String, List<String>> said;

    @BeforeAll
    static void bothCommit() throws Exception {
        s3 = TestS3.lettingTwoWritersMeetAtEach("LogStore/_delta_log/00000000000000000001.json");
        hadoop = s3.hadoop();
        table = "s3a://" + s3.bucket() + "/table";
        Map<String, Process> processes = Map.of("the one", process("the one"), "the other", process("the other"));
        said = new TreeMap<>();
        for (Map.Entry<String, Process> process : processes.entrySet()) {
            byte[] output = process.getValue().getInputStream().readAllBytes();
            said.put(
                    process.getKey(),
                    new String(output, StandardCharsets.UTF_8).lines().toList());
        }
    }

    @Test
    void ofTwoProcessesThatBothSawNoCommitOneIsRefused() throws IOException {
        assertThat(told(ConditionalLogStore.class)).containsExactlyInAnyOrder(Committer.COMMITTED, Committer.REFUSED);
        assertThat(lines(ConditionalLogStore.class.getSimpleName(), 1)).hasSize(1);
    }

    /** Why there is a log store of our own: if this fails, Delta's has become safe. */
    @Test
    void deltasOwnLogStoreTellsBothThatTheyCommittedAndLosesOne() throws IOException {
        assertThat(told(S3SingleDriverLogStore.class)).containsExactly(Committer.COMMITTED, Committer.COMMITTED);
        assertThat(lines(S3SingleDriverLogStore.class.getSimpleName(), 1)).hasSize(1);
    }

    @Test
    void everyCommitOfARaceIsThereAndIsItsWriters() throws IOException {
        for (String writer : said.keySet()) {
            List<String> versions = said.get(writer).stream()
                    .filter(line -> line.startsWith("race "))
                    .map(line -> line.substring("race ".length()))
                    .toList();
            assertThat(versions).as(writer).hasSize(RACED);
            for (String version : versions) {
                assertThat(lines("race", Integer.parseInt(version))).containsExactly(writer);
            }
        }
    }

    private static List<String> told(Class<? extends LogStore> kind) {
        String name = kind.getSimpleName() + " ";
        return said.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .toList();
    }

    private static Process process(String name) throws IOException {
        List<String> call = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1"));
        call.addAll(List.of("-cp", System.getProperty("java.class.path"), Committer.class.getName(), name, table));
        call.add(Integer.toString(RACED));
        s3.settings().forEach((setting, value) -> call.add(setting + "=" + value));
        return new ProcessBuilder(call)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> lines(String log, int version) throws IOException {
        Path commit = Committer.commit(table + "/" + log, version);
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> all = new ConditionalLogStore(hadoop).read(commit, hadoop)) {
            all.forEachRemaining(lines::add);
        }
        return lines;
    }
}
