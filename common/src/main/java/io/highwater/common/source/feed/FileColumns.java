package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that some files have together: a column that came in later is among them, and one that became wider has the wider
 * type.
 *
 * @param format what Spark calls the files' format, one whose files say which columns they have
 * @param options options of its reader
 */
record FileColumns(SparkSession spark, String format, Map<String, String> options) {
    private static final String CANNOT_MERGE = "CANNOT_MERGE";
    private static final String AVRO = "avro";

    /**
     * Finds them. Spark does it for all files at once where no type has changed, but never for Avro.
     *
     * @throws UserException if a column has types of which neither holds all values of the other
     */
    StructType of(List<String> paths) {
        if (format.equals(AVRO)) {
            return oneByOne(new AvroFiles(spark.sessionState().newHadoopConf()).unlike(files(paths)));
        }
        try {
            return merged(paths);
        } catch (RuntimeException failure) {
            if (!String.valueOf(failure.getMessage()).contains(CANNOT_MERGE)) {
                throw failure;
            }
            return oneByOne(files(paths));
        }
    }

    private StructType merged(List<String> paths) {
        try {
            return spark.read()
                    .format(format)
                    .options(options)
                    .option("mergeSchema", "true")
                    .load(paths.toArray(String[]::new))
                    .schema();
        } catch (RuntimeException other) {
            throw other;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared.getMessage(), undeclared);
        }
    }

    private List<String> files(List<String> paths) {
        String[] names = spark.read()
                .format("binaryFile")
                .options(options)
                .load(paths.toArray(String[]::new))
                .inputFiles();
        return Arrays.stream(names)
                .map(name -> noPattern(new Path(URI.create(name)).toString()))
                .toList();
    }

    /** A path to be read as it is, whatever characters it has. */
    static String noPattern(String path) {
        return path.replaceAll("[\\\\\\[\\]{}*?]", "\\\\$0");
    }

    private StructType oneByOne(List<String> files) {
        Map<String, StructField> columns = new LinkedHashMap<>();
        for (String file : files) {
            for (StructField field : merged(List.of(file)).fields()) {
                columns.merge(field.name().toLowerCase(Locale.ROOT), field, (one, other) -> wider(one, other, file));
            }
        }
        return new StructType(new ArrayList<>(columns.values()).toArray(StructField[]::new));
    }

    /** The columns of some files, and those that others had; where both have one, the wider type counts, or else that of the files. */
    static StructType withFormer(StructType files, StructType former) {
        Map<String, StructField> columns = new LinkedHashMap<>();
        for (StructField field : former.fields()) {
            columns.put(field.name().toLowerCase(Locale.ROOT), field);
        }
        for (StructField field : files.fields()) {
            columns.merge(
                    field.name().toLowerCase(Locale.ROOT),
                    field,
                    (one, other) -> holdsAll(one.dataType(), other.dataType()) ? one : other);
        }
        return new StructType(new ArrayList<>(columns.values()).toArray(StructField[]::new));
    }

    private static StructField wider(StructField one, StructField other, String file) {
        DataType first = one.dataType();
        DataType second = other.dataType();
        if (DataType.equalsIgnoreCaseAndNullability(first, second) || holdsAll(first, second)) {
            return one;
        }
        if (holdsAll(second, first)) {
            return new StructField(one.name(), second, true, one.metadata());
        }
        throw new UserException(
                ExitCode.CONFIGURATION,
                "Cannot read " + file + ": column " + one.name() + " is " + second.sql() + " in it and " + first.sql()
                        + " in other files of the batch, and neither holds all values of the other. Say the columns' types"
                        + " in highwater.source.schema.");
    }

    /** Spark would let long integers become floating point. */
    private static boolean holdsAll(DataType wide, DataType narrow) {
        boolean rounds = (wide.equals(DataTypes.DoubleType) && narrow.equals(DataTypes.LongType))
                || (wide.equals(DataTypes.FloatType)
                        && !(narrow.equals(DataTypes.ShortType) || narrow.equals(DataTypes.ByteType)));
        return wide instanceof NumericType && narrow instanceof NumericType && Cast.canUpCast(narrow, wide) && !rounds;
    }
}
