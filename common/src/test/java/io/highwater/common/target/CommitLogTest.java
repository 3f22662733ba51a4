package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
    private static final String JOB = "merge";
    private static final int LAST = 12;

    @TempDir
    private Path directory;

    /** Versions 0 to 7 go, as when their time is over: a few are asked for by name, many by a listing. */
    @Test
    void whatTheLogHasNoLongerIsLeftOutAndKnownToBeLacking() throws Exception {
        MergedTable table = MergedTable.of(directory, Map.of());
        for (int version = 0; version <= LAST; version++) {
            table.merge("SELECT " + version + " AS id, 1 AS at");
        }
        DeltaTarget target = table.target();
        Path log = table.path().resolve("_delta_log");
        for (int version = 0; version < 8; version++) {
            Files.delete(log.resolve(String.format("%020d.json", version)));
        }
        CommitLog commits = new CommitLog(target.log());

        assertThat(commits.at(7)).isEmpty();
        assertThat(commits.allAfter(5, JOB, LAST))
                .extracting(StampedCommit::version)
                .containsExactly(8L, 9L, 10L, 11L, 12L);
        assertThat(commits.onlyBy("none", 5, LAST)).isFalse();
        assertThat(commits.otherThan("none", 5, LAST)).isEmpty();
        assertThat(commits.otherThan("none", 7, LAST).orElseThrow()).hasSize(5);
        assertThat(commits.newestFirst(LAST))
                .toIterable()
                .extracting(CommitLog.Entry::version)
                .containsExactly(12L, 11L, 10L, 9L, 8L);
        assertThat(commits.latestUpTo(9, JOB).orElseThrow().version()).isEqualTo(9);
    }
}
