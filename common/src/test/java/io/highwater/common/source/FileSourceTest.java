package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSourceTest {
    private final SparkSession spark = TestSpark.session();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void everyFormatIsRead(FileFormat format) {
        String path = directory.resolve("files").toString();
        spark.range(10)
                .selectExpr("id", "concat('n', id) AS name")
                .write()
                .format(format.name().toLowerCase(Locale.ROOT))
                .save(path);
        FileSource source = new FileSource(path, format, Optional.of("id BIGINT, name STRING"), Map.of());

        try (Reading reading = source.open(spark)) {
            assertThat(reading.rows().selectExpr("sum(id)", "max(name)").head().toString())
                    .isEqualTo("[45,n9]");
            assertThat(reading.plan().source()).isEqualTo(format + " files " + path);
        }
    }

    @Test
    void csvValueThatDoesNotFitItsColumnEndsTheRead() throws IOException {
        Path file = directory.resolve("orders.csv");
        Files.writeString(file, "id,total\n1,10\n2,ten\n");
        FileSource source = csv(file, "id BIGINT, total INT");

        try (Reading reading = source.open(spark)) {
            Throwable failure = org.assertj.core.api.Assertions.catchThrowable(
                    () -> reading.rows().collectAsList());
            assertThat(failure).isNotNull();
            assertThat(reading.explain(failure))
                    .isInstanceOfSatisfying(
                            UserException.class,
                            explained -> assertThat(explained.exitCode()).isEqualTo(ExitCode.REFUSED))
                    .hasMessageStartingWith("Cannot read CSV files " + file + ": a record does not fit the columns: ")
                    .hasMessageContaining("ten");
        }
    }

    @Test
    void csvRowWithTooFewOrTooManyValuesEndsTheRead() throws IOException {
        for (String row : List.of("1", "1,2,3")) {
            Path file = directory.resolve("row" + row.length() + ".csv");
            Files.writeString(file, "id,total\n" + row + "\n");

            try (Reading reading = csv(file, "id BIGINT, total INT").open(spark)) {
                assertThatThrownBy(() -> reading.rows().collectAsList()).as(row).isNotNull();
            }
        }
    }

    @Test
    void jsonThatIsNoneEndsTheRead() throws IOException {
        Path file = directory.resolve("orders.json");
        Files.writeString(file, "{\"id\": 1}\n{\"id\": \"x\"}\n");
        FileSource source = new FileSource(file.toString(), FileFormat.JSON, Optional.of("id BIGINT"), Map.of());

        try (Reading reading = source.open(spark)) {
            assertThatThrownBy(() -> reading.rows().collectAsList()).isNotNull();
        }
    }

    @Test
    void missingPathAndBrokenSchemaAreConfigurationErrors() {
        Path nowhere = directory.resolve("nowhere");

        assertThatThrownBy(() -> csv(nowhere, "id BIGINT").open(spark))
                .isInstanceOfSatisfying(
                        UserException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContaining("Cannot read CSV files " + nowhere)
                .hasMessageContaining("PATH_NOT_FOUND");
        assertThatThrownBy(() -> csv(directory, "id BIGNT").open(spark))
                .hasMessage("Cannot understand highwater.source.schema = id BIGNT: expected columns such as id BIGINT,"
                        + " name STRING.");
    }

    private static FileSource csv(Path path, String schema) {
        return new FileSource(path.toString(), FileFormat.CSV, Optional.of(schema), Map.of("header", "true"));
    }
}
