package io.highwater.common.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaColumnMapping$;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Tells which rows of a table can have their keys with others in common: those of files whose statistics allow for a key that
 * another file may have as well. Where keys grow with what the files are made of there are none, and no row is read.
 */
public final class KeyOverlaps {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<DataType> WHOLE =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private KeyOverlaps() {}

    /**
     * Looks at the table as it is now.
     *
     * @param key the columns of the key, at least one
     * @return empty if no key can be in two files
     */
    public static Optional<Dataset<Row>> in(DeltaTarget target, List<String> key) {
        OptimisticTransaction transaction = target.log().startTransaction();
        if (transaction.readVersion() < 0) {
            return Optional.empty();
        }
        List<AddFile> files = KnownFiles.of(target, transaction.snapshot())
                .orElseGet(() -> transaction.snapshot().allFiles().collectAsList());
        return key.stream()
                .map(column -> overlapping(files, field(transaction, column)))
                .min(Comparator.comparingInt(List::size))
                .filter(some -> !some.isEmpty())
                .map(some -> new TableFiles(target, transaction).rows(some));
    }

    private static StructField field(OptimisticTransaction transaction, String column) {
        return Arrays.stream(transaction.metadata().schema().fields())
                .filter(field -> field.name().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "The target has no column " + column + ", which highwater.target.key names. Correct it."));
    }

    /** Between which values of a column, as bytes that are ordered like them, a file's rows are. */
    private record Span(AddFile file, byte[] least, byte[] greatest) {}

    /** Those that share a value with another; all of them, if it is not known of all. */
    private static List<AddFile> overlapping(List<AddFile> files, StructField field) {
        List<Span> spans = new ArrayList<>();
        for (AddFile file : files) {
            Optional<Span> span = span(file, field);
            if (span.isEmpty()) {
                return files;
            }
            spans.add(span.get());
        }
        spans.sort((one, other) -> Arrays.compareUnsigned(one.least(), other.least()));
        return overlapping(spans);
    }

    /**
     * One overlaps another before it if it begins before the last of these ends, and another after it if the next begins before
     * its end.
     */
    private static List<AddFile> overlapping(List<Span> ascending) {
        Set<AddFile> overlapping = new HashSet<>();
        byte[] reached = null;
        for (int i = 0; i < ascending.size(); i++) {
            Span span = ascending.get(i);
            boolean before = reached != null && Arrays.compareUnsigned(span.least(), reached) <= 0;
            boolean after = i + 1 < ascending.size()
                    && Arrays.compareUnsigned(ascending.get(i + 1).least(), span.greatest()) <= 0;
            if (before || after) {
                overlapping.add(span.file());
            }
            if (reached == null || Arrays.compareUnsigned(span.greatest(), reached) > 0) {
                reached = span.greatest();
            }
        }
        return List.copyOf(overlapping);
    }

    private static Optional<Span> span(AddFile file, StructField field) {
        if (file.stats() == null) {
            return Optional.empty();
        }
        try {
            JsonNode statistics = JSON.readTree(file.stats());
            String stored = DeltaColumnMapping$.MODULE$.getPhysicalName(field);
            Optional<byte[]> least = ordered(statistics.path("minValues").path(stored), field.dataType());
            Optional<byte[]> greatest = ordered(statistics.path("maxValues").path(stored), field.dataType());
            return least.flatMap(from -> greatest.map(to -> new Span(file, from, to)));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }

    /** Of other types the statistics are rounded, or ordered otherwise. */
    private static Optional<byte[]> ordered(JsonNode value, DataType type) {
        if (WHOLE.contains(type) && value.isIntegralNumber() && value.canConvertToLong()) {
            return Optional.of(java.nio.ByteBuffer.allocate(Long.BYTES)
                    .putLong(value.longValue() ^ Long.MIN_VALUE)
                    .array());
        }
        boolean text = type instanceof StringType || type.equals(DataTypes.DateType);
        return text && value.isTextual()
                ? Optional.of(value.textValue().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
