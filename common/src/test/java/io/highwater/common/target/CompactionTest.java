package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    @TempDir
    private Path directory;

    /** Without the log that this process keeps in mind, a statement is to a target what one of another process is. */
    @Test
    void rowsThatOthersDeletedSinceTheTableWasLookedForStayDeleted() {
        MergedTable table = MergedTable.of(directory, Map.of("delta.enableDeletionVectors", "false"));
        for (int load = 0; load < 10; load++) {
            table.merge("SELECT " + load + " AS id, 1 AS at UNION ALL SELECT " + (load + 100) + ", 1");
        }
        DeltaTarget target = table.target();

        try (DeltaTarget.Look look = new DeltaTarget.Look()) {
            look.at(target);
            assertThat(target.live().orElseThrow().version()).isEqualTo(9);
            DeltaLog.clearCache();
            table.sql("DELETE FROM {table} WHERE id < 3");
            assertThat(Chore.compaction(target, UpkeepSettings.USUAL, "merge", List.of("id"))
                            .orElseThrow()
                            .work()
                            .apply(table.stamp()))
                    .isNotEmpty();
        }

        assertThat(table.texts("SELECT concat_ws(' ', count(*), count(DISTINCT id), min(id)) FROM {table}")
                        .get(0))
                .contains("17 17 3");
    }
}
