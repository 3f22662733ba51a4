package io.highwater.common.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLogTest {
    @TempDir
    private Path table;

    private TableLog log() {
        return new TableLog(new Configuration(), table.toString());
    }

    private void written(long version, String kind, String... lines) throws IOException {
        Files.createDirectories(table.resolve("_delta_log"));
        Files.writeString(
                table.resolve(String.format("_delta_log/%020d.%s", version, kind)), String.join("\n", lines) + "\n");
    }

    @Test
    void commitsTellWhatBecameOfFiles() throws Exception {
        written(7, "json", """
                {"commitInfo":{"timestamp":1714525200000,"operation":"MERGE","operationParameters":{"predicate":"[]"},"operationMetrics":{"numTargetRowsUpdated":"5"},"userMetadata":"by me"}}""", """
                {"remove":{"path":"gone","size":300}}""", """
                {"remove":{"path":"marked","size":500}}""", """
                {"add":{"path":"marked","size":500,"deletionVector":{}}}""", """
                {"add":{"path":"new","size":10}}""");
        written(6, "crc", """
                {"tableSizeBytes":800,"numFiles":2}""");

        TableCommit commit = log().at(7).orElseThrow();

        assertThat(commit.at()).isEqualTo(Instant.parse("2024-05-01T01:00:00Z"));
        assertThat(commit.operation()).isEqualTo("MERGE");
        assertThat(commit.counted("numUpdatedRows", "numTargetRowsUpdated")).hasValue(5);
        assertThat(commit.userMetadata()).hasValue("by me");
        assertThat(commit.touched()).isEqualTo(new TableCommit.Touched(1, 1, 1, 300));
        assertThat(commit.before()).hasValue(new TableCommit.Size(2, 800));
    }

    @Test
    void whatTheLogDoesNotHaveIsNotThere() throws Exception {
        assertThat(log().newest(5)).isEmpty();
        written(10, "json", "{\"commitInfo\":{}}");
        written(9, "json", "{\"commitInfo\":{}}");

        assertThat(log().newest(5)).extracting(TableCommit::version).containsExactly(10L, 9L);
        assertThat(log().newest(1)).extracting(TableCommit::version).containsExactly(10L);
        assertThat(log().at(8)).isEmpty();
        assertThat(log().at(9).orElseThrow().before()).isEmpty();
    }
}
