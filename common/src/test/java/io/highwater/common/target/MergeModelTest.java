package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random batches into tables of all kinds, beside a model that knows nothing of files. */
class MergeModelTest {
    private static final String NUMBER = "Größe, in cm";
    private static final String TEXT = "a.b \"c`d\"";
    private static final String CURSOR = "changed at";
    private static final StructType SCHEMA = new StructType()
            .add(NUMBER, DataTypes.LongType)
            .add(TEXT, DataTypes.StringType)
            .add(CURSOR, DataTypes.TimestampNTZType)
            .add("part", DataTypes.IntegerType)
            .add("content", new StructType().add("file", DataTypes.StringType).add("row", DataTypes.DoubleType));

    @TempDir
    Path directory;

    /** One row, as the model sees it. */
    private record Version(Long number, String text, Integer cursor, int part, String value) {
        List<Object> key() {
            return java.util.Arrays.asList(number, text);
        }

        boolean lacksKey() {
            return number == null || text == null;
        }

        Row row() {
            Row nested = value == null ? null : RowFactory.create(value, value.isEmpty() ? null : (double) part);
            return RowFactory.create(
                    number,
                    text,
                    cursor == null
                            ? null
                            : java.time.LocalDateTime.of(2026, 3, 29, 2, 0).plusNanos(cursor * 1000L),
                    part,
                    nested);
        }
    }

    /** What the table must hold. */
    private static final class Model {
        final Map<List<Object>, Version> keyed = new HashMap<>();
        final List<Version> keyless = new ArrayList<>();
        final NullKeys nulls;

        Model(NullKeys nulls) {
            this.nulls = nulls;
        }

        void take(Collection<Version> batch) {
            Map<List<Object>, Version> latest = new HashMap<>();
            for (Version version : batch) {
                if (version.lacksKey() && nulls == NullKeys.NEVER_MATCH) {
                    keyless.add(version);
                } else {
                    latest.merge(version.key(), version, Model::later);
                }
            }
            latest.forEach((key, version) -> keyed.merge(key, version, Model::winner));
        }

        private static Version later(Version one, Version other) {
            Comparator<Version> order =
                    Comparator.comparing(Version::cursor, Comparator.nullsFirst(Comparator.<Integer>naturalOrder()));
            return order.compare(one, other) >= 0 ? one : other;
        }

        private static Version winner(Version stored, Version staged) {
            boolean stale = stored.cursor() != null && staged.cursor() != null && staged.cursor() < stored.cursor();
            return stale ? stored : staged;
        }

        List<String> rows() {
            List<Version> all = new ArrayList<>(keyed.values());
            all.addAll(keyless);
            return all.stream()
                    .map(version -> version.row().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 11})
    void tableHoldsWhatTheModelHolds(int seed) {
        Random random = new Random(seed);
        NullKeys nulls = random.nextBoolean() ? NullKeys.EQUAL : NullKeys.NEVER_MATCH;
        MergedTable table =
                new MergedTable(directory, layout(seed), new VersionedKey(List.of(NUMBER, TEXT), CURSOR, nulls));
        Model model = new Model(nulls);
        for (int batch = 0; batch < 3; batch++) {
            List<Version> versions = batch(random, model);
            model.take(versions);
            table.merge(rows(versions, random));
            assertThat(table.rows())
                    .as("seed %d, batch %d: %s", seed, batch, versions)
                    .isEqualTo(model.rows());
        }
    }

    private static Layout layout(int seed) {
        List<String> partitionBy = seed % 3 == 1 ? List.of("part") : List.of();
        List<String> clusterBy = seed % 3 == 2 ? List.of(NUMBER) : List.of();
        Map<String, String> properties = seed % 4 == 0 ? Map.of("delta.enableDeletionVectors", "false") : Map.of();
        return new Layout(partitionBy, clusterBy, Optional.empty(), properties);
    }

    /** Versions with the same key and cursor in one batch are the same, so that the model need not know the tie-break. */
    private static List<Version> batch(Random random, Model model) {
        Map<List<Object>, Version> distinct = new HashMap<>();
        List<Version> batch = new ArrayList<>();
        int size = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(40);
        List<Version> known = new ArrayList<>(model.keyed.values());
        for (int i = 0; i < size; i++) {
            Version version = !known.isEmpty() && random.nextInt(4) == 0
                    ? known.get(random.nextInt(known.size()))
                    : version(random);
            List<Object> same = java.util.Arrays.asList(version.number(), version.text(), version.cursor());
            batch.add(Objects.requireNonNullElse(distinct.putIfAbsent(same, version), version));
        }
        return batch;
    }

    private static Version version(Random random) {
        return new Version(
                random.nextInt(10) == 0 ? null : (long) random.nextInt(12),
                random.nextInt(10) == 0 ? null : List.of("", "ä", "x y").get(random.nextInt(3)),
                random.nextInt(8) == 0 ? null : random.nextInt(6),
                random.nextInt(3),
                random.nextInt(6) == 0 ? null : "v".repeat(random.nextInt(3)));
    }

    private static Dataset<Row> rows(List<Version> versions, Random random) {
        return TestSpark.session()
                .createDataFrame(versions.stream().map(Version::row).toList(), SCHEMA)
                .repartition(1 + random.nextInt(3));
    }
}
