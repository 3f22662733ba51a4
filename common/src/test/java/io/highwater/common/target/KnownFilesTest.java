package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFilesTest {
    private static final String THREE =
            "SELECT * FROM VALUES (1L, 10, 'a'), (2L, 10, 'b'), (3L, 10, 'c') AS t(id, at, v)";

    @TempDir
    Path directory;

    @Test
    void theyAreWhatTheLogComesTo() {
        MergedTable table = MergedTable.of(directory);
        table.merge(THREE);
        table.merge("SELECT 2L id, 11 at, 'later' v");

        List<AddFile> known = known(table).orElseThrow();

        assertThat(known).anySatisfy(file -> assertThat(file.deletionVector()).isNotNull());
        assertThat(known.stream().sorted(Comparator.comparing(AddFile::path)).toList())
                .isEqualTo(snapshot(table).allFiles().collectAsList().stream()
                        .sorted(Comparator.comparing(AddFile::path))
                        .toList());
    }

    @Test
    void listOfAnotherCommitIsNotBelieved() throws IOException {
        MergedTable table = MergedTable.of(directory);
        table.merge(THREE);
        Path note = table.path().resolve("_delta_log/00000000000000000000.crc");
        Files.writeString(
                note, Files.readString(note).replaceFirst("\"txnId\":\"[^\"]*\"", "\"txnId\":\"another-writer\""));
        Files.delete(note.resolveSibling("." + note.getFileName() + ".crc"));
        DeltaLog.clearCache();

        assertThat(known(table)).isEmpty();
        assertThat(table.merge("SELECT 2L id, 11 at, 'later' v")).isEqualTo(new Upsert(Upsert.Path.MERGE, 0, 1, 0, 0));
        assertThat(table.rows()).containsExactly("[1,10,a]", "[2,11,later]", "[3,10,c]");
    }

    @Test
    void filesWhoseNumbersAreOthersAreLeftOut() {
        MergedTable table = MergedTable.of(directory);
        table.merge(THREE);
        table.merge("SELECT * FROM VALUES (10L, 10, 'd'), (20L, 10, 'e') AS t(id, at, v)");
        List<AddFile> known = known(table).orElseThrow();

        assertThat(holding(table, known, new ValueRange(3, 3))).hasSize(1);
        assertThat(holding(table, known, new ValueRange(3, 10))).hasSize(2);
        assertThat(holding(table, known, new ValueRange(4, 9), new ValueRange(21, 99)))
                .isEmpty();
        assertThat(holding(table, known, new ValueRange(20, 99))).hasSize(1);
    }

    @Test
    void tableThatOnlyTakesAppendsIsNotReplacedAndNothingIsWritten() throws IOException {
        MergedTable table = MergedTable.of(directory, Map.of("delta.appendOnly", "true"));
        table.merge(THREE);
        long files = dataFiles(table);
        Dataset<Row> rows = TestSpark.session().sql("SELECT 9L id, 10 at, 'z' v");
        SchemaFit fit =
                SchemaFit.of(rows.schema(), table.target().live().orElseThrow().schema(), SchemaPolicy.ADD);
        Staging staging = new Staging(table.target(), MergedTable.PLAIN, List.of("id"));

        assertThat(known(table)).isPresent();
        assertThatThrownBy(() -> staging.replacement(rows, fit)).hasMessageContaining("only allow appends");
        assertThat(dataFiles(table)).isEqualTo(files);
    }

    private static long dataFiles(MergedTable table) throws IOException {
        try (Stream<Path> all = Files.list(table.path())) {
            return all.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private static List<AddFile> holding(MergedTable table, List<AddFile> files, ValueRange... ranges) {
        KeySpan span = KeySpan.of(snapshot(table).metadata(), "id", List.of(ranges));
        return files.stream().filter(span::canBeIn).toList();
    }

    private static Optional<List<AddFile>> known(MergedTable table) {
        return KnownFiles.of(table.target(), snapshot(table));
    }

    private static Snapshot snapshot(MergedTable table) {
        return table.target().snapshot();
    }
}
