package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDisposalTest {
    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

    @TempDir
    Path directory;

    @Test
    void rowThatWasChangedMeanwhileIsNotOverwrittenByItsMark() {
        MergedTable table = MergedTable.of(directory);
        table.merge("SELECT * FROM VALUES (1L, 10, 'a'), (2L, 10, 'b') AS t(id, at, v)");
        StagedDisposal disposal =
                StagedDisposal.begin(table.target(), List.of("id"), Optional.of(new SoftDelete("_deleted_at")), NOW);
        Dataset<Row> gone = TestSpark.session().sql("SELECT 1L id");

        table.sql("UPDATE {table} SET v = 'theirs' WHERE id = 1");

        assertThatThrownBy(() -> disposal.dispose(gone))
                .hasMessageContaining("the table was changed while keys were compared (version 0 became 1)");
        assertThat(table.rows()).containsExactly("[1,10,theirs]", "[2,10,b]");
    }

    @Test
    void markedRowsAreNoLongerShownAndKeepTheirValues() {
        MergedTable table = MergedTable.of(directory);
        table.merge("SELECT * FROM VALUES (1L, 10, 'a'), (2L, null, 'b') AS t(id, at, v)");
        Optional<SoftDelete> soft = Optional.of(new SoftDelete("gone_since"));
        StagedDisposal disposal = StagedDisposal.begin(table.target(), List.of("id"), soft, NOW);

        long marked = disposal.dispose(TestSpark.session().sql("SELECT 2L id"));
        disposal.publish(table.stamp());

        assertThat(marked).isEqualTo(1);
        assertThat(table.rows()).containsExactly("[1,10,a,null]", "[2,null,b,2026-03-29 01:30:00.0]");
        StagedDisposal next = StagedDisposal.begin(table.target(), List.of("id"), soft, NOW);
        assertThat(next.rows()).isEqualTo(1);
        assertThat(next.keys().collectAsList()).extracting(Row::toString).containsExactly("[1]");
    }
}
